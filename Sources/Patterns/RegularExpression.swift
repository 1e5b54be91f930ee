// Regular expressions over names: Perl's, by PCRE2, over bytes.

internal import CPCRE2

/// A compiled regular expression.
@safe public final class RegularExpression: Sendable {
  /// As typed.
  public let pattern: [UInt8]
  // PCRE2 never changes a compiled pattern: it may be used by several threads (pcre2api).
  private nonisolated(unsafe) let code: OpaquePointer

  /// Compiles `pattern`.
  ///
  /// - Parameter coversWholeName: whether a match must reach from the first byte to the last; else it
  ///   may lie anywhere.
  /// - Throws: ``PatternError``.
  public init(_ pattern: [UInt8], coversWholeName: Bool) throws(PatternError) {
    self.pattern = pattern
    var status: Int32 = 0
    var offset = 0
    let options = coversWholeName ? PCRE2_ANCHORED | PCRE2_ENDANCHORED : 0
    let compiled = unsafe pattern.withUnsafeBufferPointer { bytes in
      unsafe pcre2_compile_8(bytes.baseAddress, bytes.count, options, &status, &offset, nil)
    }
    guard let compiled = unsafe compiled else {
      var message = [UInt8](repeating: 0, count: 256)
      let length = unsafe pcre2_get_error_message_8(status, &message, message.count)
      throw PatternError(
        pattern: String(decoding: pattern, as: UTF8.self), column: offset + 1,
        reason: String(decoding: message.prefix(Int(max(0, length))), as: UTF8.self))
    }
    unsafe code = compiled
  }

  deinit { unsafe pcre2_code_free_8(code) }

  /// Whether `name` matches.
  ///
  /// - Throws: ``PatternTooCostly``.
  public func matches(_ name: ArraySlice<UInt8>) throws(PatternTooCostly) -> Bool {
    let data = unsafe pcre2_match_data_create_8(1, nil)
    defer { unsafe pcre2_match_data_free_8(data) }
    let status = unsafe name.withUnsafeBufferPointer { bytes in
      unsafe pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, 0, data, nil)
    }
    if status >= 0 { return true }
    if status == PCRE2_ERROR_NOMATCH { return false }
    throw PatternTooCostly(
      pattern: String(decoding: pattern, as: UTF8.self), name: String(decoding: name, as: UTF8.self)
    )
  }
}
