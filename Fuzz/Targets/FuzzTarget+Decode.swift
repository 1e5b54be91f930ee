// Any bytes as an ELF file: what every command does with a file before it decides anything, and a
// process that takes the file for its program and its library at once.

internal import ELFCodec
internal import ELFModel
internal import Hazards
internal import Interposition
internal import Policy
internal import Verification

extension FuzzTarget {
  /// Decodes a file and asks it everything.
  public static let decode = FuzzTarget(name: "FuzzDecode", takesELF: true) { bytes in
    guard let image = decoded(bytes) else { return }
    require(unchanged(image, in: bytes), "encoding what was decoded gives no edit")
    let problems = verify(image)
    _ = image.obstacles
    let objection = RuleCatalog.objections(in: image)
    let naming = SymbolNaming(image)
    for symbol in image.exports {
      _ = (objection(symbol), naming.versionedName(of: symbol))
      require(!image[symbol].isUndefined && !image[symbol].isLocal, "an export is a definition")
    }
    for tag in [DynamicTag.needed, .soname, .rpath, .runpath] { _ = image.names(of: tag) }
    list(image)
    let process = FuzzProcess(of: image, bytes)
    _ = Diagnosis(ProcessEvidence(process.record(of: image)))
    if problems.isEmpty { require(verifiesAgainstItself(image), "a sound file is its own result") }
  }

  /// What is written of a file's exports for the next link can be read, and keeps each of them.
  private static func list(_ image: DynamicImage) {
    let listing = ExportListing(of: image, demoting: []) { _ in
      ExportListing.Reason("kept", at: 0)
    }
    func clauses(_ format: ListFormat, _ text: String?) -> [Clause]? {
      guard let text else { return nil }
      do {
        return try format.read(SourceText(name: "listing", bytes: Array(text.utf8))).clauses
      } catch {
        fatalError("what was written cannot be read: \(error)")
      }
    }
    _ = clauses(.dynamicList, try? listing.dynamicList())
    _ = clauses(.versionScript, try? listing.versionScript())
    guard let keep = clauses(.list, try? listing.nativeList()) else { return }
    let everything = Clause(.demote, Selector(.everything), text: "--all")
    guard let policy = try? ExportPolicy(keep + [everything]) else {
      fatalError("what keeps names contradicts --all")
    }
    guard let judgement = try? policy.judge(image) else { return }
    let exports = SymbolSet(image.exports)
    require(
      judgement.verdicts.allSatisfy { !exports.contains($0.symbol) || $0.intent == .keep },
      "a list of all exports keeps all of them")
  }
}

/// The image of `bytes`; nil if they are refused as they should be.
func decoded(_ bytes: [UInt8]) -> DynamicImage? {
  do {
    return try decode(bytes)
  } catch is DecodeError {
    return nil
  } catch {
    fatalError("a reader of memory throws \(error)")
  }
}

private func unchanged(_ image: DynamicImage, in bytes: [UInt8]) -> Bool {
  (try? encode(image, over: image, in: bytes).isEmpty) ?? false
}

private func verifiesAgainstItself(_ image: DynamicImage) -> Bool {
  verify(image, against: image, intended: []).isEmpty
}
