"""How fast is the search at 10,000 and 100,000 generated desks? p50 and p99 beside LIKE '%…%' on the same data."""

import gc
import itertools
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import _search

SIZES = (10_000, 100_000)
ROUNDS = 3
SAMPLE = 200  # questions of the wordings, and 40 numbers
PLACES = [
    "北",
    "南",
    "東",
    "西",
    "中央",
    "港",
    "緑",
    "泉",
    "旭",
    "青葉",
    "若葉",
    "桜",
    "松",
    "竹",
    "梅",
    "川",
    "山",
    "海",
    "星",
    "光",
    "富士",
    "平和",
    "大和",
    "千代田",
    "日の出",
    "朝日",
    "本町",
    "新町",
    "駅前",
]
KINDS = [
    "相談窓口",
    "支援センター",
    "相談室",
    "ホットライン",
    "協議会",
    "警察署",
    "消費生活センター",
    "法律相談所",
    "商工会",
    "情報センター",
]
TOPICS = [
    "サイバー犯罪",
    "迷惑メール",
    "ウイルス感染",
    "不正アクセス",
    "個人情報の漏えい",
    "ネット通販のトラブル",
    "誹謗中傷",
    "フィッシング詐欺",
    "振込詐欺",
    "契約の解約",
    "パソコンの故障",
    "携帯電話の契約",
    "著作権の侵害",
    "いじめ",
    "差別",
    "ストーカー",
    "児童の安全",
    "情報セキュリティ",
    "テレワークの安全",
    "補助金の案内",
]
ENGLISH = [
    "cybercrime",
    "spam mail",
    "virus infection",
    "unauthorized access",
    "data leak",
    "online shopping",
    "defamation",
    "phishing",
    "contract",
]


def main():
    print(f"{len(sample_questions())} questions, {ROUNDS} rounds")
    print(
        f"{'desks':>8} {'engine':20} {'p50 ms':>8} {'p99 ms':>8} {'own p99':>8} {'build s':>8} {'memory MB':>10}",
        flush=True,
    )
    for size in SIZES:  # each in a process of its own, so that the memory is its own
        subprocess.run([sys.executable, "-m", "benchmarks.search_speed", str(size)], check=True)


def report(size):
    questions = sample_questions()
    report_engine(size, _search.OwnEngine, questions)
    for engine in _search.engines()[1:]:
        if engine is not _search.PostgresTrigrams:  # its distance with the network is another measurement
            report_engine(size, engine, questions, rounds=1)


def sample_questions():
    dice = random.Random(1)
    words = dice.sample([wording.words for wording in _search.wordings("tune")], SAMPLE)
    return words + [f"0{dice.randrange(10)}{dice.randrange(100):02}-{dice.randrange(10_000):04}" for _ in range(40)]


def generated(size):
    """Desks with names, words and numbers as real ones have, all different. The same for the same `size`."""
    dice = random.Random(size)
    for number in range(size):
        place, kind, topic = "".join(dice.sample(PLACES, 2)), dice.choice(KINDS), dice.choice(TOPICS)
        others = dice.sample(TOPICS, 3)
        yield _search.entries_of(
            {
                "contacts": [
                    {
                        "slug": f"desk-{number}",
                        "status": "published",
                        "name": {
                            "ja": f"{place}{topic}{kind}{number}",
                            "en": f"{place} desk {number} for {dice.choice(ENGLISH)}",
                        },
                        "operator": {"ja": f"{place}市", "en": f"City of {place}"},
                        "summary": {
                            "ja": f"{topic}と{others[0]}の相談\n{place}市に住む人の{others[1]}",
                            "en": f"Advice on {dice.choice(ENGLISH)}",
                        },
                        "keywords": {
                            "ja": "\n".join([topic, *others, f"{place} {topic}", f"{others[2]}で困っている"]),
                            "en": "\n".join(dice.sample(ENGLISH, 3)),
                        },
                        "phones": [
                            {
                                "number": f"0{dice.randrange(1, 10)}{dice.randrange(10)}-{dice.randrange(10_000):04}-{dice.randrange(10_000):04}"
                            }
                        ],
                    }
                ],
                "situations": [],
                "playbooks": [],
                "roadmap": [],
            }
        )[0]


def timed(ask, questions, rounds=ROUNDS):
    """``(wall, own)``: sorted milliseconds of each question; `own` is the thread's time, without what else runs here."""
    wall, own = [], []
    for question in itertools.chain.from_iterable(itertools.repeat(questions, rounds)):
        begin, begin_own = time.perf_counter(), time.thread_time()
        ask(question)
        own.append((time.thread_time() - begin_own) * 1000)
        wall.append((time.perf_counter() - begin) * 1000)
    return sorted(wall), sorted(own)


def report_engine(size, make, questions, rounds=ROUNDS):
    entries = list(generated(size))
    gc.collect()
    before = resident()
    begin = time.perf_counter()
    engine = make(entries)
    built = time.perf_counter() - begin
    gc.collect()
    memory = resident() - before
    engine.slugs("電話")  # what is made on first use
    line(size, engine.name, *timed(engine.slugs, questions, rounds), built, memory)


def resident():
    """Megabytes of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def line(size, name, wall, own, built, memory):
    def at(times, share):
        return times[int(len(times) * share)]

    print(
        f"{size:8} {name:20} {at(wall, 0.5):8.2f} {at(wall, 0.99):8.2f} {at(own, 0.99):8.2f} {built:8.1f} {memory:10.0f}",
        flush=True,
    )


if __name__ == "__main__":
    report(int(sys.argv[1])) if len(sys.argv) > 1 else main()
