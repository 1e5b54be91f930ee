// The files for GitHub, GitLab and pre-commit: parsed, and their commands run on a clean and on a leaking
// build, with what the README tells to write.

import Foundation
import TestSupport
import Testing

@Suite struct ContinuousIntegrationTests {
  private let folder = projectFolder.appendingPathComponent("Integrations/ci")
  private let finding = "exports parcel_add: not allowed"

  /// A checkout with what a build left in it.
  private struct Checkout {
    let tree: InstalledTree
    let package: SamplePackage

    init() throws {
      tree = try InstalledTree()
      package = try SamplePackage("parcel")
      try package.buildByHand(below: package.file("build"))
      try package.write("[bin/*]\nall\nkeep host_answer\n", to: "exports.policy")
    }

    func demote() throws {
      let result = try symdemote(
        "apply", "--policy=exports.policy", "build/bin/host", directory: package.source)
      #expect(result.succeeded, "\(result.errors)")
    }
  }

  /// A YAML file or text, as JSON has it.
  private func yaml(_ text: String) throws -> Any {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "file.yml")
    // The system's own, which has the package that the Makefile installs.
    let json = try mustRun(
      "/usr/bin/python3",
      ["-c", "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)"]
        + [file.path])
    return try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// The example in the README that begins with the comment `title`.
  private func example(_ title: String) throws -> String {
    let blocks = try text("README.md").components(separatedBy: "```yaml\n").dropFirst()
    let block = try #require(blocks.first { $0.hasPrefix("# \(title)\n") })
    return try #require(block.components(separatedBy: "```").first)
  }

  // MARK: GitHub

  /// Runs the action's step as a runner does: inputs in place of expressions, bash with these options.
  private func act(
    _ inputs: [String: String], in checkout: Checkout
  ) throws -> RunResult {
    let action = try #require(try yaml(text("action.yml")) as? [String: Any])
    let declared = try #require(action["inputs"] as? [String: [String: Any]])
    #expect(Set(inputs.keys).isSubset(of: declared.keys))
    let runs = try #require(action["runs"] as? [String: Any])
    #expect(runs["using"] as? String == "composite")
    let steps = try #require(runs["steps"] as? [[String: Any]])
    #expect(steps.count == 1 && steps[0]["shell"] as? String == "bash")
    var environment = checkout.tree.environment
    let variables = try #require(steps[0]["env"] as? [String: String])
    for (name, value) in variables {
      let (open, close) = ("${{ inputs.", " }}")
      #expect(value.hasPrefix(open) && value.hasSuffix(close))
      let key = String(value.dropFirst(open.count).dropLast(close.count))
      let input = try #require(declared[key])
      environment[name] = inputs[key] ?? input["default"] as? String ?? ""
    }
    let script = try #require(steps[0]["run"] as? String)
    #expect(!script.contains("${{"))
    let file = try checkout.package.folder.write(script, to: "step.sh")
    return try run(
      "bash", ["--noprofile", "--norc", "-eo", "pipefail", file.path], environment: environment,
      directory: checkout.package.source)
  }

  @Test func theActionFindsALeak() throws {
    let step = try #require(
      try yaml(example("a step of .github/workflows/build.yml")) as? [[String: Any]])
    let inputs = try #require(step.first?["with"] as? [String: String])
    let checkout = try Checkout()
    let leaking = try act(inputs, in: checkout)
    #expect(leaking.status == 1)
    #expect(leaking.output.contains("::error"), "\(leaking.output)")
    #expect(leaking.output.contains("exports parcel_add"), "\(leaking.output)")
    try checkout.demote()
    let clean = try act(inputs, in: checkout)
    #expect(clean.succeeded && !clean.output.contains("::error"), "\(clean.output)\(clean.errors)")
  }

  @Test func theActionTakesItsInputsAsTheyAre() throws {
    let checkout = try Checkout()
    try checkout.demote()
    try FileManager.default.moveItem(
      at: checkout.package.file("build/bin"),
      to: checkout.package.file("build/bin; exit 0 $(false)"))
    // Names with blanks and what a shell would run; options instead of a policy.
    let inputs = [
      "files": "build/bin; exit 0 $(false)/*\n\n",
      "options": "--no-process\n--demote=host_answer\n",
      "symdemote": toolPath,
    ]
    let found = try act(inputs, in: checkout)
    #expect(found.status == 1 && found.output.contains("exports host_answer"), "\(found.output)")
    let none = try act(["files": "build/*.so", "policy": "exports.policy"], in: checkout)
    #expect(none.status == 2 && none.output.contains("::error title=symdemote::no file is called"))
    let missing = try act(["files": "build/none", "policy": "exports.policy"], in: checkout)
    #expect(missing.status == 2 && missing.errors.contains("build/none"), "\(missing.errors)")
  }

  /// The scripts of all integrations, and that of the action.
  @Test func shellcheckHasNothingToSay() throws {
    let action = try #require(try yaml(text("action.yml")) as? [String: Any])
    let steps = try #require((action["runs"] as? [String: Any])?["steps"] as? [[String: Any]])
    let folder = try TemporaryFolder()
    let step = try folder.write(
      "#!/bin/bash\nset -eo pipefail\n" + (steps[0]["run"] as? String ?? ""), to: "step.sh")
    // A pattern is a word to be expanded, which nothing splits; variables come from the runner.
    try mustRun("shellcheck", ["--exclude=SC2206,SC2153", step.path])

    let root = projectFolder.appendingPathComponent("Integrations")
    var scripts: [String] = []
    for case let file as String in try #require(
      FileManager.default.enumerator(atPath: root.path))
    {
      let path = root.appendingPathComponent(file).path
      guard let content = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
      let first = content.prefix { $0 != "\n" }
      if first.hasPrefix("#!/bin/sh") || first.hasPrefix("#!/bin/bash")
        || first.hasPrefix("# shellcheck shell=")
      {
        scripts.append(path)
      }
    }
    #expect(scripts.contains { $0.hasSuffix("symdemote-cc") })
    try mustRun("shellcheck", scripts.sorted())
  }

  // MARK: pre-commit

  @Test func preCommitRunsTheHook() throws {
    let checkout = try Checkout()
    let folder = checkout.package.folder
    func git(_ arguments: String..., in directory: URL) throws {
      try mustRun(
        "git", ["-c", "user.name=t", "-c", "user.email=t@example.org"] + arguments,
        directory: directory)
    }
    // The repository that offers the hook: its file at the root is all that pre-commit takes.
    let hooks = folder.file("hooks")
    try FileManager.default.createDirectory(at: hooks, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: projectFolder.appendingPathComponent(".pre-commit-hooks.yaml"),
      to: hooks.appendingPathComponent(".pre-commit-hooks.yaml"))
    try git("init", "-q", "-b", "main", in: hooks)
    try git("add", "-A", in: hooks)
    try git("commit", "-q", "-m", "hooks", in: hooks)
    try mustRun("pre-commit", ["validate-manifest", ".pre-commit-hooks.yaml"], directory: hooks)

    let configuration = try example(".pre-commit-config.yaml")
    #expect(configuration.contains("https://example.org/symdemote"))
    try checkout.package.write(
      configuration.replacing("https://example.org/symdemote", with: hooks.path),
      to: ".pre-commit-config.yaml")
    try git("init", "-q", in: checkout.package.source)
    let environment = checkout.tree.environment.merging([
      "PRE_COMMIT_HOME": folder.file("cache").path, "HOME": folder.file("home").path,
    ]) { $1 }
    func preCommit() throws -> RunResult {
      try git("add", "-A", in: checkout.package.source)
      return try run(
        "pre-commit", ["run", "--all-files"], environment: environment,
        directory: checkout.package.source)
    }
    let leaking = try preCommit()
    #expect(leaking.status == 1)
    #expect(leaking.output.contains("build/bin/host: \(finding)"), "\(leaking.output)")
    try checkout.demote()
    let clean = try preCommit()
    #expect(clean.succeeded && clean.output.contains("Passed"), "\(clean.output)\(clean.errors)")
  }

  @Test func theHookLooksAtLibrariesByDefault() throws {
    let hooks = try #require(
      try yaml(
        String(
          contentsOf: projectFolder.appendingPathComponent(".pre-commit-hooks.yaml"),
          encoding: .utf8)) as? [[String: Any]])
    let files = try #require(hooks.first?["files"] as? String)
    let pattern = try Regex(files)
    for name in ["libfoo.so", "a/libfoo.so.1", "libfoo.so.1.20.3"] {
      #expect(name.contains(pattern), "\(name)")
    }
    for name in ["libfoo.so.txt", "foo.sort", "libfoo.a"] {
      #expect(!name.contains(pattern), "\(name)")
    }
  }

  // MARK: GitLab

  @Test func theJobFindsALeak() throws {
    let template = try #require(try yaml(text("symdemote.gitlab-ci.yml")) as? [String: Any])
    let pipeline = try #require(try yaml(example(".gitlab-ci.yml")) as? [String: Any])
    let job = try #require(pipeline["exports"] as? [String: Any])
    let name = try #require(job["extends"] as? String)
    let parent = try #require(template[name] as? [String: Any])
    let script = try #require(parent["script"] as? [String]).joined(separator: "\n")
    let defaults = try #require(parent["variables"] as? [String: String])
    let own = try #require(job["variables"] as? [String: String])

    let checkout = try Checkout()
    func runJob(_ variables: [String: String]) throws -> RunResult {
      let all = defaults.merging(variables) { $1 }.merging(checkout.tree.environment) { $1 }
      return try run(
        "sh", ["-ec", script], environment: all, directory: checkout.package.source)
    }
    let leaking = try runJob(own)
    #expect(leaking.status == 1)
    #expect(leaking.output.contains("build/bin/host: \(finding)"), "\(leaking.output)")
    try checkout.demote()
    let clean = try runJob(own)
    #expect(clean.succeeded, "\(clean.output)\(clean.errors)")
    #expect(try runJob([:]).errors.contains("set SYMDEMOTE_FILES"))
  }
}
