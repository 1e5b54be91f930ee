// `symdemote exports`: what files offer, and what of it could be demoted.

internal import ELFCodec
public import Reporting
public import Storage

/// Lists the exports of each of `paths`.
public func exports(_ paths: [FilePath]) -> Report {
  Report(
    command: "exports",
    files: paths.map { path in
      reporting(path) {
        FileReport(
          path: path, status: .success,
          body: ExportsReport(
            try decode(try DiskFile(path)), heading: paths.count > 1 ? path.text : nil))
      }
    })
}
