// symdemote, run call by call, with one of its system calls made to go wrong.

import CTracer
import Foundation

/// What is done to one system call of a run.
public enum Mishap: Sendable, Equatable, CustomStringConvertible {
  /// The run is killed before the call.
  case killBefore
  /// The run is killed after the call.
  case killAfter
  /// The call fails.
  case fail(Int32)
  /// The call transfers half of what it was asked to.
  case shorten

  /// `ENOSPC: No space left on device`, `killBefore`.
  public var description: String {
    switch self {
    case .killBefore: "killed before"
    case .killAfter: "killed after"
    case .fail(let code): String(cString: strerror(code))
    case .shorten: "shortened"
    }
  }

  fileprivate var action: tracer_action {
    switch self {
    case .killBefore: tracer_kill_before
    case .killAfter: tracer_kill_after
    case .fail: tracer_fail
    case .shorten: tracer_shorten
    }
  }

  fileprivate var code: Int32 { if case .fail(let code) = self { code } else { 0 } }
}

/// Which system calls are counted.
public enum CallKind: Sendable {
  /// Every one.
  case all
  /// Those about files.
  case files
  /// Those that transfer bytes.
  case transfers

  fileprivate var kind: tracer_kind {
    switch self {
    case .all: tracer_all_calls
    case .files: tracer_file_calls
    case .transfers: tracer_transfers
    }
  }
}

/// How a traced run ended.
public struct Trace: Sendable {
  /// The exit status; nil if a signal ended the run.
  public let status: Int32?
  /// The signal; nil if it exited.
  public let signal: Int32?
  /// How many calls of the kind were counted.
  public let callCount: Int
  /// The kernel's number of the call that something happened to.
  public let call: Int?
  /// How many calls could have changed a file or opened one for writing.
  public let changingCount: Int
}

/// Runs symdemote; `mishap` happens to call number `index` of its `kind`.
///
/// - Parameters:
///   - environment: variables set in addition to the test's own.
///   - isUnnamedDenied: whether the file system behaves like one that knows no files without a name.
///   - visit: what happens, instead of a mishap, before that call.
/// - Throws: ``RunFailure`` where ptrace(2) is not permitted.
public func traced(
  _ arguments: [String], _ mishap: Mishap? = nil, at index: Int = 0, of kind: CallKind? = .all,
  environment: [String: String] = [:], isUnnamedDenied: Bool = false, errors: URL? = nil,
  meanwhile visit: (() throws -> Void)? = nil
) throws -> Trace {
  let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
  let log = errors.map { open($0.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600) }
  defer {
    close(null)
    if let log { close(log) }
  }
  var words = ([toolPath] + arguments).map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }
  let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
  defer { for setting in settings { free(setting) } }
  let visitor = visit.map { Visitor($0) }
  let result = withExtendedLifetime(visitor) {
    tracer_run(
      &words, &settings, null, log ?? null,
      visitor != nil ? tracer_visit : mishap?.action ?? tracer_nothing,
      kind?.kind ?? tracer_no_calls, index, mishap?.code ?? 0, isUnnamedDenied ? 1 : 0,
      { if let place = $0 { Unmanaged<Visitor>.fromOpaque(place).takeUnretainedValue().run() } },
      visitor.map { Unmanaged.passUnretained($0).toOpaque() })
  }
  if let failure = visitor?.failure { throw failure }
  guard result.failure == 0 else {
    throw RunFailure(description: "ptrace: \(String(cString: strerror(result.failure)))")
  }
  return Trace(
    status: result.signal == 0 ? result.status : nil,
    signal: result.signal == 0 ? nil : result.signal, callCount: result.calls,
    call: result.call < 0 ? nil : result.call, changingCount: result.changing)
}

/// What happens while a run is held.
private final class Visitor {
  private let body: () throws -> Void
  private(set) var failure: (any Error)?

  init(_ body: @escaping () throws -> Void) { self.body = body }

  func run() {
    do { try body() } catch { failure = error }
  }
}

/// The value of an extended attribute; nil if the file has none of that name.
public func extendedAttribute(_ name: String, of file: URL) -> [UInt8]? {
  var value = [UInt8](repeating: 0, count: 4096)
  let size = tracer_attribute(file.path, name, &value, UInt(value.count))
  return size < 0 ? nil : Array(value.prefix(size))
}

/// Sets an extended attribute.
public func setExtendedAttribute(_ name: String, of file: URL, to value: [UInt8]) throws {
  guard tracer_set_attribute(file.path, name, value, UInt(value.count)) == 0 else {
    throw RunFailure(description: "setxattr \(name): \(String(cString: strerror(errno)))")
  }
}
