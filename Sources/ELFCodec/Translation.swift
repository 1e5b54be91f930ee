// libelf's translation between the bytes of a file and records in memory: byte order and record
// layout are its business. It needs no handle and never sees the file.

internal import CLibelf
internal import ELFModel

/// Translates the tables of one file.
struct Translation<Records: ClassRecords> {
  let byteOrder: ByteOrder

  // libelf's memory form of every record used here has the size that the record has in the file.

  /// Decodes `bytes`, whose count is a multiple of the record's size.
  func decode<Record: WireRecord>(_: Record.Type, from bytes: consuming [UInt8]) -> [Record.Model] {
    translate(&bytes, as: Record.elfType, direction: .toMemory)
    return unsafe bytes.withUnsafeBytes { buffer in
      let records = unsafe buffer.bindMemory(to: Record.self)
      var models: [Record.Model] = []
      models.reserveCapacity(records.count)
      for position in 0..<records.count { unsafe models.append(records[position].model) }
      return models
    }
  }

  /// Calls `body` with the position and the meaning of each record of `bytes`, whose count is a multiple
  /// of the record's size, in order: most of them are looked at once, and not kept.
  @inline(__always)
  func forEach<Record: WireRecord>(
    _: Record.Type, in bytes: consuming [UInt8], _ body: (Int, Record.Model) -> Void
  ) {
    translate(&bytes, as: Record.elfType, direction: .toMemory)
    unsafe bytes.withUnsafeBytes { buffer in
      let records = unsafe buffer.bindMemory(to: Record.self)
      for position in 0..<records.count { unsafe body(position, records[position].model) }
    }
  }

  /// Encodes `models` as the bytes of the file.
  func encode<Record: WritableRecord>(_: Record.Type, _ models: some Collection<Record.Model>)
    -> [UInt8]
  {
    var bytes = [UInt8](repeating: 0, count: models.count * MemoryLayout<Record>.size)
    unsafe bytes.withUnsafeMutableBytes { buffer in
      let records = unsafe buffer.bindMemory(to: Record.self)
      var position = 0
      for model in models {
        unsafe records[position] = Record(model)
        position += 1
      }
    }
    translate(&bytes, as: Record.elfType, direction: .toFile)
    return bytes
  }

  /// Decodes bare numbers: words of hash tables and version indices.
  func decode<Number: FixedWidthInteger & BitwiseCopyable>(
    numbers _: Number.Type, from bytes: [UInt8]
  ) -> [Number] {
    let count = bytes.count / MemoryLayout<Number>.size
    var numbers = unsafe [Number](unsafeUninitializedCapacity: count) { room, initialized in
      unsafe bytes.withUnsafeBytes { buffer in
        let whole = unsafe UnsafeRawBufferPointer(
          rebasing: buffer[..<(count * MemoryLayout<Number>.size)])
        unsafe UnsafeMutableRawBufferPointer(room).copyMemory(from: whole)
      }
      initialized = count
    }
    guard byteOrder != .ofHost else { return numbers }
    for position in numbers.indices { numbers[position] = numbers[position].byteSwapped }
    return numbers
  }

  /// Encodes bare numbers.
  func encode<Number: FixedWidthInteger & BitwiseCopyable>(numbers: some Collection<Number>)
    -> [UInt8]
  {
    let size = MemoryLayout<Number>.size
    var bytes = [UInt8](repeating: 0, count: numbers.count * size)
    unsafe bytes.withUnsafeMutableBytes { buffer in
      var offset = 0
      for number in numbers {
        let raw = byteOrder == .big ? number.bigEndian : number.littleEndian
        unsafe buffer.storeBytes(of: raw, toByteOffset: offset, as: Number.self)
        offset += size
      }
    }
    return bytes
  }

  private enum Direction {
    case toMemory
    case toFile
  }

  private func translate(_ bytes: inout [UInt8], as type: Elf_Type, direction: Direction) {
    guard !bytes.isEmpty else { return }
    let encoding = UInt32(byteOrder == .big ? ELFDATA2MSB : ELFDATA2LSB)
    let isTranslated = unsafe bytes.withUnsafeMutableBytes { buffer in
      var data = unsafe Elf_Data(
        d_buf: buffer.baseAddress, d_type: type, d_version: UInt32(EV_CURRENT),
        d_size: buffer.count, d_off: 0, d_align: 1)
      // Source and destination are the same buffer: the conversions keep every record's size.
      return unsafe withUnsafeMutablePointer(to: &data) { data in
        switch (Records.fileClass, direction) {
        case (.elf32, .toMemory): unsafe elf32_xlatetom(data, data, encoding) != nil
        case (.elf32, .toFile): unsafe elf32_xlatetof(data, data, encoding) != nil
        case (.elf64, .toMemory): unsafe elf64_xlatetom(data, data, encoding) != nil
        case (.elf64, .toFile): unsafe elf64_xlatetof(data, data, encoding) != nil
        }
      }
    }
    precondition(isTranslated, "libelf translates whole records of the types in WireRecord.swift")
  }
}

extension ByteOrder {
  /// That of the processor that this runs on.
  fileprivate static var ofHost: ByteOrder { UInt16(littleEndian: 1) == 1 ? .little : .big }
}
