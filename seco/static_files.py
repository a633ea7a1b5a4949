"""How static files are collected: under a name with their hash, packed, and scripts name each other by that name."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    # Without this, `import … from "./x.js"` would load the name without a hash, and a browser or the offline store could
    # mix an old module with a new one.
    support_js_module_import_aggregation = True
