/* Keeps the list on this device for the day there is no line. Everything works without it. */
(() => {
  "use strict";

  const worker = document.currentScript?.dataset.worker;
  if (!worker || !("serviceWorker" in navigator)) return;

  // The reader may have said no on the offline page. That is kept here, in this browser only.
  const refused = () => {
    try {
      return localStorage.getItem("seco-store") === "no";
    } catch {
      return false;
    }
  };

  // Then the worker stores only what it stores when it is installed, until the reader asks for more.
  const savesData = () => navigator.connection?.saveData || /2g/.test(navigator.connection?.effectiveType ?? "");

  const askToStore = (active) => {
    if (!refused() && !savesData()) active?.postMessage({ ask: "store" });
  };

  const start = async () => {
    if (refused()) return;
    try {
      await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
      askToStore((await navigator.serviceWorker.ready).active);
    } catch {
      // Private windows and full disks refuse; the page works as before.
    }
  };

  // A new worker has taken over: it fetches what has changed.
  navigator.serviceWorker.addEventListener("controllerchange", () => askToStore(navigator.serviceWorker.controller));

  const whenIdle = window.requestIdleCallback ?? ((call) => setTimeout(call, 1500));
  const afterLoad = () => whenIdle(start, { timeout: 5000 });
  if (document.readyState === "complete") afterLoad();
  else addEventListener("load", afterLoad, { once: true });
})();
