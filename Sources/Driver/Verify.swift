// `symdemote verify`: is a file sound, and is it its original but for a demotion?

internal import ELFCodec
internal import ELFModel
public import Reporting
public import Storage
internal import Verification

/// Checks the file at `path`, and with `original` that nothing but a demotion lies between them.
public func verify(_ path: FilePath, against original: FilePath?) -> Report {
  let report = reporting(path) {
    let file = try DiskFile(path)
    let image = try decode(file)
    var checks = CheckCatalog.checkNames
    var problems = Verification.verify(image)
    if let original {
      let (originalFile, originalImage) = try open(original: original)
      checks += CheckCatalog.comparisonNames
      let conversions = try convertedRelocations(
        from: originalImage, in: originalFile, to: image, in: file)
      problems += Verification.verify(
        image, against: originalImage, intended: nil, latitude: .all)
      problems += Verification.verify(conversions, in: image, against: originalImage)
      let statics = try verifyStaticSymbols(file, image, against: originalFile, originalImage)
      problems += statics?.problems ?? []
      problems += try verifyUntouchedBytes(
        file, image: image, against: originalFile, image: originalImage, conversions: conversions,
        statics: statics?.before)
    }
    return FileReport(
      path: path, status: problems.isEmpty ? .success : .findings,
      body: VerifyReport(
        path: path.text, original: original?.text, checks: checks, problems: problems,
        exportCount: image.exports.count))
  }
  return Report(command: "verify", files: [report])
}
