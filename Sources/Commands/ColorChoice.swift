// Whether to use colour: told by an option, else by the environment (no-color.org, bixense.com/clicolors),
// else by whether a terminal reads it.

internal import Glibc
internal import Reporting

/// What `--color` says.
package enum ColorChoice: String, Sendable, CaseIterable {
  case auto
  case always
  case never
}

extension Colours {
  /// Where to use colour, by `choice`, the variables that `variable` knows, and which of standard output
  /// and standard error `isTerminal` is true of.
  init(
    _ choice: ColorChoice, variable: (String) -> String? = environment,
    isTerminal: (Int32) -> Bool = { isatty($0) == 1 }
  ) {
    switch choice {
    case .always: self.init(output: true, errors: true)
    case .never: self.init()
    case .auto:
      let forced = variable("CLICOLOR_FORCE") ?? ""
      if !(variable("NO_COLOR") ?? "").isEmpty {
        self.init()
      } else if !forced.isEmpty, forced != "0" {
        self.init(output: true, errors: true)
      } else if (variable("TERM") ?? "dumb") == "dumb" {
        self.init()
      } else {
        self.init(output: isTerminal(STDOUT_FILENO), errors: isTerminal(STDERR_FILENO))
      }
    }
  }
}

/// The value of the environment's variable `name`.
func environment(_ name: String) -> String? {
  unsafe getenv(name).map { unsafe String(cString: $0) }
}
