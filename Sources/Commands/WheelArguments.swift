// From arguments to what `wheel` is asked, and the command itself for the table.

internal import Driver
internal import Reporting
internal import Storage

/// What `wheel` is asked.
func wheelRequest(_ arguments: Arguments) throws(UsageError) -> WheelRequest {
  var request = WheelRequest(try demoteRequest(arguments))
  request.folder = arguments.last(OptionTable.wheelFolder)?.path
  guard request.folder == nil || request.demotion.output == nil else {
    throw UsageError(message: "--wheel-dir contradicts --output", command: .wheel)
  }
  return request
}

extension OptionTable {
  static let wheelFolder = Option(
    "--wheel-dir", value: "DIR", "leave WHEEL alone and write the result to DIR, under its own name"
  )

  // Options of other commands, in words about wheels.
  private static let wheelOutput = Option(
    output.name, value: output.value, "leave WHEEL alone and write the result to OUT")
  private static let wheelInProgram = Option(
    inProgram.name, value: inProgram.value, isRepeatable: true,
    "also try the demotion in the process of PROGRAM, which loads a file of WHEEL")
  private static let wheelNoProcess = Option(
    noProcess.name, "look at each file of WHEEL alone, not at the processes that load it")

  static let wheel = Command(
    .wheel, Operands(names: ["WHEEL"], isOpen: true), selection: .optional, process: true,
    options: [
      wheelInProgram, wheelNoProcess, convertRelocations, remove, hideStatics, wheelOutput,
      wheelFolder,
      preserveDates, allowPrivileged, allowSigned, backup, suffix, jobs, dryRun, verbose,
    ],
    summary: "demote in the ELF files of Python wheels",
    details: """
      Does in the ELF files of each WHEEL what apply does in files, and writes the wheel anew, in one
      step, with a RECORD that fits; all else in it stays byte for byte. Libraries find each other as
      they will when the wheel is installed, and paths in policies begin at its top. What one file refers
      to and another has stays, also where only Python code brings the two together. Without a selection,
      or with one that only keeps, extension modules keep nothing but the hooks by which Python loads
      them, and other files are left alone. With one, all ELF files follow it; the hooks stay. A refusal
      for one file leaves the whole wheel as it is.
      """)
}
