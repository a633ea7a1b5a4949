"""The OpenAPI description of the open data."""

from revisions.schema import json_schema


def _json(schema, description):
    return {"description": description, "content": {"application/json": {"schema": schema}}}


ERROR = {
    "type": "object",
    "properties": {"error": {"type": "string", "description": "what is wrong, in the language asked for"}},
    "required": ["error"],
}

RESULT = {
    "type": "object",
    "properties": {
        "type": {"enum": ["situation", "contact", "playbook", "mission"]},
        "slug": {"type": "string"},
        "title": {"type": "string"},
        "url": {"type": "string"},
        "contacts": {"type": "array", "items": {"type": "string"}, "description": "slugs of the desks, in order"},
        "score": {"type": "number"},
    },
    "required": ["type", "slug", "title", "url", "contacts", "score"],
}

SEARCH = {
    "type": "object",
    "properties": {
        "query": {"type": "string"},
        "results": {"type": "array", "maxItems": 20, "items": {"$ref": "#/components/schemas/result"}},
    },
    "required": ["query", "results"],
}


def _get(summary, answers, parameters=()):
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def _query(name, description, schema, required=False):
    return {"name": name, "in": "query", "description": description, "schema": schema, "required": required}


def description(server):
    """The description as Python data; `server` is the address of this installation."""
    schema = json_schema()
    definitions = {
        **{name: _moved(part) for name, part in schema["$defs"].items()},
        "document": _moved({key: schema[key] for key in ("type", "properties", "required")}),
        "result": RESULT,
        "error": ERROR,
    }
    search_parameters = [
        _query(
            "q",
            "what happened, in people's own words; of a longer text, the first 200 characters",
            {"type": "string"},
            required=True,
        ),
        _query("lang", "language of titles and addresses", {"enum": ["ja", "en"], "default": "ja"}),
    ]
    wrong = _json({"$ref": "#/components/schemas/error"}, "the question can't be answered as asked")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Seco open data",
            "version": "1",
            "description": "The consultation and reporting quick list (seco-quicklist/1). Reading only, no key needed.",
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/v1/document.json": _get(
                "The whole document",
                {"200": _json({"$ref": "#/components/schemas/document"}, "the canonical document")},
            ),
            "/api/v1/contacts.json": _get("The desks", {"200": _json({"type": "object"}, "the published desks")}),
            "/api/v1/search.json": _get(
                "Search, best first", {"200": _json(SEARCH, "at most 20 results"), "400": wrong}, search_parameters
            ),
            "/api/v1/schema.json": _get(
                "The JSON Schema of the document", {"200": _json({"type": "object"}, "the schema")}
            ),
            "/api/v1/openapi.json": _get("This description", {"200": _json({"type": "object"}, "OpenAPI 3.1")}),
        },
        "components": {"schemas": definitions},
    }


def _moved(part):
    """The same schema with its references pointing into an OpenAPI description."""
    if isinstance(part, dict):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(value)
            for key, value in part.items()
        }
    return [_moved(item) for item in part] if isinstance(part, list) else part
