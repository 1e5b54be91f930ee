// Regular expressions over names: Perl's, by PCRE2, over bytes (pcre2pattern, pcre2api).
//
// A pattern may ask for more steps than there are seconds in a year; so each match has limits of
// steps and of memory. No pattern can lift them: (*LIMIT_MATCH=) and its like only lower what the
// caller sets, and those that change what a byte is, (*UTF) and \C, are errors.

internal import CPCRE2
internal import Synchronization

/// A compiled regular expression.
@safe public final class RegularExpression: Sendable {
  /// As typed.
  public let pattern: [UInt8]
  /// Whether a match must reach from the first byte to the last.
  public let coversWholeName: Bool
  /// The bytes that every matching name begins with; perhaps fewer than there are.
  public let literalPrefix: [UInt8]
  // PCRE2 never changes a compiled pattern: it may be used by several threads (pcre2api).
  private nonisolated(unsafe) let code: OpaquePointer
  /// What one match works in: whoever comes first borrows it, others make their own.
  private nonisolated(unsafe) let workspace: Atomic<OpaquePointer?>

  /// No pattern is longer, in bytes. PCRE2 has its own limits on what a pattern grows into when it
  /// is compiled, and on how deep its groups nest.
  static let longestPattern = 16 * 1024

  /// Compiles `pattern`.
  ///
  /// - Parameter coversWholeName: whether a match must reach from the first byte to the last, and
  ///   a dot matches any byte; else it may lie anywhere, and all is as in Perl.
  /// - Throws: ``PatternError``.
  public init(_ pattern: [UInt8], coversWholeName: Bool) throws(PatternError) {
    self.pattern = pattern
    self.coversWholeName = coversWholeName
    literalPrefix = LiteralPrefix.ofRegularExpression(pattern, isAnchored: coversWholeName)
    let failure = { (column: Int, reason: String) in
      PatternError(
        pattern: String(decoding: pattern, as: UTF8.self), column: column, reason: reason)
    }
    guard !pattern.isEmpty else { throw failure(1, "it is empty") }
    guard pattern.count <= Self.longestPattern else {
      throw failure(Self.longestPattern + 1, "it is longer than \(Self.longestPattern) bytes")
    }
    let options =
      PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C
      | (coversWholeName ? PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOTALL : 0)
    var status: Int32 = 0
    var offset = 0
    let compiled = unsafe pattern.withUnsafeBufferPointer { bytes in
      unsafe pcre2_compile_8(bytes.baseAddress, bytes.count, options, &status, &offset, nil)
    }
    guard let compiled = unsafe compiled else {
      var message = [UInt8](repeating: 0, count: 256)
      let length = unsafe pcre2_get_error_message_8(status, &message, message.count)
      throw failure(
        min(offset, pattern.count) + 1,
        String(decoding: message.prefix(Int(max(0, length))), as: UTF8.self))
    }
    // Where memory cannot be both written and run, names are matched without machine code.
    unsafe pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
    unsafe code = compiled
    unsafe workspace = Atomic(nil)
  }

  deinit {
    unsafe pcre2_match_data_free_8(workspace.exchange(nil, ordering: .acquiring))
    unsafe pcre2_code_free_8(code)
  }

  /// Whether `name` matches.
  ///
  /// - Throws: ``PatternTooCostly``.
  public func matches(_ name: ArraySlice<UInt8>) throws(PatternTooCostly) -> Bool {
    let borrowed = unsafe workspace.exchange(nil, ordering: .acquiring)
    let own = unsafe borrowed ?? pcre2_match_data_create_8(1, nil)
    defer {
      unsafe pcre2_match_data_free_8(workspace.exchange(own, ordering: .acquiringAndReleasing))
    }
    var status = unsafe match(name, 0, own)
    // Machine code has little room for going back; without it there is the room that limits grant.
    if status == PCRE2_ERROR_JIT_STACKLIMIT { status = unsafe match(name, PCRE2_NO_JIT, own) }
    if status >= 0 { return true }
    if status == PCRE2_ERROR_NOMATCH { return false }
    throw PatternTooCostly(
      pattern: String(decoding: pattern, as: UTF8.self), name: String(decoding: name, as: UTF8.self)
    )
  }

  private func match(
    _ name: ArraySlice<UInt8>, _ options: UInt32, _ workspace: OpaquePointer?
  ) -> Int32 {
    unsafe name.withUnsafeBufferPointer { bytes in
      unsafe pcre2_match_8(
        code, bytes.baseAddress, bytes.count, 0, options, workspace, Limits.shared.context)
    }
  }
}

/// What one match may take. A name of 64 KiB needs about 130,000 steps and 20 MB under `(a|b)*`, one
/// of the most laborious patterns that people write; a million steps take some 50 milliseconds.
@safe private struct Limits: Sendable {
  static let shared = Limits()

  // Only ever read after it is made.
  nonisolated(unsafe) let context: OpaquePointer?

  private init() {
    unsafe context = pcre2_match_context_create_8(nil)
    unsafe pcre2_set_match_limit_8(context, 1_000_000)
    unsafe pcre2_set_depth_limit_8(context, 1_000_000)
    unsafe pcre2_set_heap_limit_8(context, 64 * 1024)
  }
}
