package dev.anole.console.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Schemas of the documents that no operation's shape describes: {@link TaskDocument}, problems, series, audit. */
final class FixedSchemas {
    static final Map<String, String> ALL = all();

    private FixedSchemas() {
    }

    private static Map<String, String> all() {
        Map<String, String> schemas = new LinkedHashMap<>();
        schemas.put("Problem", """
            {"type":"object","required":["type","title","status","kind","message","remedy"],"properties":{
            "type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
            "kind":{"type":"string","enum":["usage","forbidden","not-found","unavailable","conflict","stopped","failed"]},
            "message":{"type":"string"},"remedy":{"type":"string"},"field":{"type":"string"}}}""");
        schemas.put("Accepted", """
            {"type":"object","required":["task"],"properties":{"task":{"type":"string","pattern":"^t-[0-9a-z]{12}$"}}}""");
        schemas.put("Task", """
            {"type":"object","required":["id","operation","input","actor","effect","state","started"],"properties":{
            "id":{"type":"string","pattern":"^t-[0-9a-z]{12}$"},"operation":{"type":"string"},"input":{"type":"object"},
            "actor":{"type":"object","required":["name","role","door"],"properties":{"name":{"type":"string"},
            "role":{"type":"string","enum":["viewer","operator","admin"]},
            "door":{"type":"string","enum":["cli","api","console","assistant","service"]}}},
            "effect":{"type":"string","enum":["reads","reads-secrets","changes","disrupts"]},
            "state":{"type":"string","enum":["proposed","running","done","findings","failed","stopped","interrupted"]},
            "started":{"type":"string","format":"date-time"},"ended":{"type":"string","format":"date-time"},
            "decidedBy":{"type":"string"},
            "problem":{"type":"object","required":["kind","message","remedy"],"properties":{"kind":{"type":"string"},
            "message":{"type":"string"},"remedy":{"type":"string"}}},"output":{"type":"object"}}}""");
        schemas.put("Tasks", """
            {"type":"object","required":["tasks"],"properties":{"tasks":{"type":"array","items":{"$ref":"#/components/schemas/Task"}}}}""");
        schemas.put("Series", """
            {"type":"object","required":["from","to","step","series"],"properties":{
            "from":{"type":"string","format":"date-time"},"to":{"type":"string","format":"date-time"},
            "step":{"type":"number","description":"seconds between points"},
            "series":{"type":"array","items":{"type":"object","required":["id","avg","max"],"properties":{"id":{"type":"string"},
            "avg":{"type":"array","items":{"type":["number","null"]}},"max":{"type":"array","items":{"type":["number","null"]}}}}}}}""");
        schemas.put("Audit", """
            {"type":"object","required":["entries"],"properties":{"before":{"type":"integer","description":"ask with this for the next page"},
            "entries":{"type":"array","items":{"type":"object",
            "required":["seq","at","kind","actor","door","remote","subject","outcome","detail","previous","hash"],"properties":{
            "seq":{"type":"integer"},"at":{"type":"string","format":"date-time"},"kind":{"type":"string"},"actor":{"type":"string"},
            "door":{"type":"string"},"remote":{"type":"string"},"subject":{"type":"string"},"outcome":{"type":"string"},
            "detail":{"type":"string","description":"JSON, as it was hashed"},"previous":{"type":"string"},"hash":{"type":"string"}}}}}}""");
        schemas.put("Chain", """
            {"type":"object","required":["whole","checked"],"properties":{"whole":{"type":"boolean"},
            "checked":{"type":"string","format":"date-time"},"entries":{"type":"integer"},"head":{"type":"string"},
            "brokenAt":{"type":"integer"},"why":{"type":"string"}}}""");
        schemas.replaceAll((_, schema) -> schema.replace("\n", ""));
        return schemas;
    }
}
