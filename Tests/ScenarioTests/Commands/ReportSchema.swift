// The published schemas, asked by a validator that knows nothing of symdemote (python3-jsonschema).

import Foundation
import TestSupport

/// What a validator says of reports.
enum ReportSchema {
  /// Of a report (or, of a file that ends in `.jsonl`, of each line) five things are asked, the last four
  /// once for each kind of place:
  /// it is valid; it is valid with schemas that allow no other key; it is not without any of its keys, nor
  /// with a value of another type; a key that is not described is refused by the closed schemas, and
  /// passed over by the published ones, since a new minor number may bring it.
  ///
  /// Prints what is wrong, a line each, then `seen` and every key that was met.
  static let script = """
    import copy, json, pathlib, sys, warnings
    warnings.simplefilter("ignore")
    import jsonschema

    folder = pathlib.Path(sys.argv[1])
    names = ["report-1.json", "report-line-1.json"]
    published = {n: json.loads((folder / n).read_text()) for n in names}

    def close(schema):
        if isinstance(schema, dict):
            closed = {k: close(v) for k, v in schema.items()}
            if schema.get("type") == "object" and "properties" in schema:
                closed["additionalProperties"] = False
            return closed
        return [close(s) for s in schema] if isinstance(schema, list) else schema

    def validator(schemas, name):
        uri = lambda n: "file:///symdemote/" + n
        kind = jsonschema.Draft202012Validator
        kind.check_schema(schemas[name])
        store = {uri(n): s for n, s in schemas.items()}
        return kind(schemas[name], resolver=jsonschema.RefResolver(uri(name), schemas[name], store))

    lenient = {n: validator(published, n) for n in names}
    strict = {n: validator({m: close(s) for m, s in published.items()}, n) for n in names}
    optional = {"selection"}
    done, seen = set(), set()

    def places(value, path=()):
        if isinstance(value, dict):
            yield path, value
            for key, part in value.items():
                yield from places(part, path + (key,))
        elif isinstance(value, list):
            for number, part in enumerate(value):
                yield from places(part, path + (number,))

    def at(value, path):
        for step in path:
            value = value[step]
        return value

    def other(value):
        if value is None:
            return {"wrong": 7}
        return 7 if isinstance(value, (str, list, dict)) else "7"

    def ask(file, name, report, kind):
        for word, which in (("published", lenient), ("closed", strict)):
            for error in list(which[name].iter_errors(report))[:3]:
                print(f"{file}: {word}: {list(error.absolute_path)}: {error.message[:300]}")
        for path, part in places(report):
            if path[-1:] == ("kept_by_rule",):
                continue
            place = (kind,) + tuple(s for s in path if isinstance(s, str))
            for key in part:
                seen.add(key)
                if place + (key, part[key] is None) in done:
                    continue
                done.add(place + (key, part[key] is None))
                changed = copy.deepcopy(report)
                del at(changed, path)[key]
                if key not in optional and lenient[name].is_valid(changed):
                    print(f"{file}: valid without {key} at {path}")
                changed = copy.deepcopy(report)
                at(changed, path)[key] = other(part[key])
                if lenient[name].is_valid(changed):
                    print(f"{file}: valid with {other(part[key])!r} as {key} at {path}")
            if place not in done:
                done.add(place)
                changed = copy.deepcopy(report)
                at(changed, path)["undocumented"] = 1
                if strict[name].is_valid(changed):
                    print(f"{file}: undocumented at {path} goes unnoticed")
                if not lenient[name].is_valid(changed):
                    print(f"{file}: undocumented at {path} breaks readers")

    for file in sys.argv[2:]:
        text = pathlib.Path(file).read_text()
        if file.endswith(".jsonl"):
            for line in text.splitlines():
                value = json.loads(line)
                kind = "line" if "position" in value else "end" if "end" in value else "first"
                ask(file, names[1], value, kind)
        else:
            value = json.loads(text)
            ask(file, names[0], value, value["command"])
    print("seen", *sorted(seen))
    """

  static let folder = projectFolder.appendingPathComponent("Schemas")

  /// What is said of `files`, and the keys that they have.
  static func complaints(about files: [URL]) throws -> (complaints: [String], keys: Set<String>) {
    // Debian's Python, which has Debian's validator.
    let said = try mustRun("/usr/bin/python3", ["-c", script, folder.path] + files.map(\.path))
      .split(separator: "\n").map(String.init)
    let keys = said.last?.split(separator: " ").dropFirst().map(String.init) ?? []
    return (Array(said.dropLast()), Set(keys))
  }
}
