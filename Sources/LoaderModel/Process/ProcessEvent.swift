// What happens in a process after it has started.

/// The mode of a dlopen.
public struct OpenMode: OptionSet, Sendable {
  /// The bits, of no meaning outside.
  public let rawValue: UInt8

  /// The mode with these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `RTLD_GLOBAL`.
  public static let global = OpenMode(rawValue: 1)
  /// `RTLD_DEEPBIND`.
  public static let deepBind = OpenMode(rawValue: 2)
  /// `RTLD_NODELETE`.
  public static let noDelete = OpenMode(rawValue: 4)
  /// `RTLD_NOLOAD`.
  public static let noLoad = OpenMode(rawValue: 8)
  /// `RTLD_NOW`.
  public static let now = OpenMode(rawValue: 16)
}

/// Where dlopen puts an object.
public enum TargetNamespace: Sendable, Equatable {
  /// That of the object that calls.
  case callers
  /// A new one (`LM_ID_NEWLM`).
  case new
  /// The one with this number.
  case number(Int)
}

/// What dlsym searches.
public enum SymbolHandle: Sendable, Equatable {
  /// `RTLD_DEFAULT`.
  case `default`
  /// `RTLD_NEXT`.
  case next
  /// The handle of the object with this name.
  case object([UInt8])
}

/// One thing that happens. Objects are named by path, by soname or by file name; nil is the
/// program.
public enum ProcessEvent: Sendable, Equatable {
  /// dlopen, or dlmopen.
  case open([UInt8], OpenMode, caller: [UInt8]?, TargetNamespace)
  /// dlclose.
  case close([UInt8], namespace: Int?)
  /// dlsym, or dlvsym if there is a version.
  case lookUp(
    name: [UInt8], version: [UInt8]?, SymbolHandle, caller: [UInt8]?, namespace: Int?)
  /// The first call of a function through the PLT of an object.
  case call([UInt8], caller: [UInt8]?)
}
