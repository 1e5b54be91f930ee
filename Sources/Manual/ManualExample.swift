// The examples of the pages. A test runs each in a folder of its own, which has what they name: a program
// `app` with a bundled `libleak.a`, its library `libtoolkit.so` with the system's `libleak.so.1`, a
// policy, a version script, a tree below `build`, and in `dist` a wheel with an extension module.

internal import Commands

/// Commands and what they are good for.
package struct ManualExample: Sendable {
  /// Why one would do this; ends in a colon.
  package let purpose: String
  /// Command lines of a shell.
  package let commands: [String]
  /// What the last of them ends with.
  package let status: Int32

  init(_ purpose: String, _ commands: String..., status: Int32 = 0) {
    (self.purpose, self.commands, self.status) = (purpose, commands, status)
  }

  static let tool = [
    ManualExample(
      "Find out who captures whose calls in a program's process, look at the cure, take it, and go back:",
      "symdemote audit ./app || true", "symdemote plan --demote-from=libleak.a ./app || true",
      "symdemote apply --demote-from=libleak.a --undo-file=app.undo ./app",
      "symdemote undo --undo-file=app.undo ./app"),
    ManualExample(
      "Hold a build against what it is meant to export:",
      "symdemote check --policy=exports.policy app", status: 1),
  ]

  static let policies = [
    ManualExample(
      "Leave of a finished library what the linker would have left, had it been given the version script:",
      "symdemote apply --keep-list=version-script:libleak.map libleak.so.1"),
    ManualExample(
      "Try a policy on a whole tree, and hear of lines that match nothing:",
      "symdemote plan --policy=exports.policy --recursive build", status: 1),
  ]

  static let all: [Command.Name: [ManualExample]] = [
    .exports: [
      ManualExample(
        "What does a program export, and what of it could be demoted?", "symdemote exports app"),
      ManualExample(
        "The names that every file below a folder exports, for a script:",
        "symdemote exports --recursive --format=jsonl build >exports.jsonl"),
    ],
    .plan: [
      ManualExample(
        "What would demoting a bundled library change, symbol by symbol?",
        "symdemote plan --demote-from=libleak.a --verbose app", status: 1),
      ManualExample(
        "What could a library do without, as far as the program that uses it is concerned?",
        "symdemote plan --all --in=./app libleak.so.1", status: 1),
    ],
    .apply: [
      ManualExample(
        "Demote what a program has of a bundled library, and be able to go back:",
        "symdemote apply --demote-from=libleak.a --undo-file=app.undo app"),
      ManualExample(
        "Leave the program alone and write what the policy makes of it to another file:",
        "symdemote apply --policy=exports.policy --output=app.new app"),
      ManualExample(
        "Demote what a policy says in a whole tree, four files at a time:",
        "symdemote apply --policy=exports.policy --recursive --jobs=4 build"),
    ],
    .check: [
      ManualExample(
        "Fail a build that exports what its policy does not allow:",
        "symdemote check --policy=exports.policy app", status: 1),
      ManualExample(
        "Ask only whether an interface is still there:", "symdemote check --keep=app_register app"),
      ManualExample(
        "Write the findings for a service that collects them, and fail elsewhere:",
        "symdemote check --policy=exports.policy --exit-zero --format=sarif app >app.sarif"),
    ],
    .verify: [
      ManualExample(
        "Check that nothing but a demotion lies between two files:",
        "symdemote apply --demote-from=libleak.a --output=app.new app",
        "symdemote verify --against=app app.new")
    ],
    .diff: [
      ManualExample(
        "What do two builds export differently?",
        "symdemote apply --demote-from=libleak.a --output=app.new app",
        "symdemote diff app app.new", status: 1)
    ],
    .undo: [
      ManualExample(
        "Put a file back as it was:",
        "symdemote apply --demote-from=libleak.a --undo-file=app.undo app",
        "symdemote undo --undo-file=app.undo app")
    ],
    .bindings: [
      ManualExample(
        "What would the loader write, for a plugin that is opened with its own scope first?",
        "symdemote bindings ./app --dlopen=./plugin.so:deepbind --format=ld-debug"),
      ManualExample(
        "Which bindings would a demotion change?",
        "symdemote bindings --changes --demote-from=libleak.a ./app", status: 1),
    ],
    .audit: [
      ManualExample(
        "Which libraries use another object's copy?", "symdemote audit ./app", status: 1),
      ManualExample(
        "Ask the same of a process that ran:",
        "LD_DEBUG=bindings LD_BIND_NOW=1 ./app 2>app.log", "symdemote audit --ld-debug=app.log",
        status: 1),
      ManualExample(
        "Draw it:",
        "symdemote audit --exit-zero --format=dot ./app | dot -Tsvg >app.svg"),
      ManualExample(
        "What would libraries lose that a plugin might bring in later?",
        "symdemote audit --exit-zero --with=build ./app"),
    ],
    .policy: [
      ManualExample(
        "Have the next link export no more than the policy allows:",
        "symdemote policy --emit=version-script --policy=exports.policy app >app.map"),
      ManualExample(
        "Begin a policy with the cures that an audit finds:",
        "symdemote policy --suggest ./app >app.policy"),
    ],
    .explain: [
      ManualExample(
        "Why is this symbol kept or demoted?",
        "symdemote explain leak_open --demote-from=libleak.a ./app")
    ],
    .report: [
      ManualExample(
        "Share a run between two machines, and put together what they say:",
        "symdemote exports --recursive --format=jsonl --shard=1/2 build >one.jsonl",
        "symdemote exports --recursive --format=jsonl --shard=2/2 build >two.jsonl",
        "symdemote report --merge one.jsonl two.jsonl >exports.json")
    ],
    .wheel: [
      ManualExample(
        "What would be left of the exports of each file in a wheel?",
        "symdemote wheel --dry-run dist/*.whl", status: 1),
      ManualExample(
        "Have extension modules export nothing but their hooks, in wheels that are ready otherwise:",
        "symdemote wheel dist/*.whl"),
      ManualExample(
        "Demote in all ELF files what a policy says, and leave the wheel that was built as it is:",
        "mkdir wheelhouse",
        "symdemote wheel --policy=wheel.policy --wheel-dir=wheelhouse dist/*.whl"),
    ],
  ]
}
