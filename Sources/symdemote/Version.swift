// The tool's version and what `--version` prints (GNU coding standards, "--version").

enum Version {
  static let number = "0.1.0"

  static let text = """
    symdemote \(number)
    Linked with libelf of elfutils (GPL-2+ or LGPL-3+) and libmd (BSD).

    """
}
