// `symdemote exports`: what files offer, and what of it could be demoted.

internal import ELFCodec
public import Reporting
internal import Storage
internal import Verification

/// Lists the exports of each file of `input`.
public func exports(_ input: InputChoice, to receiver: any ReportReceiver) -> RunEnding {
  forEach(input, "exports", to: receiver) { files in
    { listed, _ in
      report(of: listed) {
        guard let image = try unlessOtherKind(listed, { try decode(try DiskFile(listed.path)) })
        else { return nil }
        let heading = files.files.count > 1 ? listed.path.text : nil
        return FileReport(
          path: listed.path, status: .success,
          body: ExportsReport(
            image, heading: heading,
            contradictions: verify(image, toleratesOddLocals: true)))
      }
    }
  }
}

/// Does the same job for each file of `input`, whatever becomes of the others.
func forEach(
  _ input: InputChoice, _ command: String, to receiver: any ReportReceiver,
  _ job: (FileList) -> FileJob
) -> RunEnding {
  do {
    let files = try FileList(input)
    receiver.begin(files.outline(command))
    files.work(to: receiver, job(files))
    return RunEnding()
  } catch {
    receiver.begin(RunOutline(command, shard: input.shard))
    let (status, message) = failure(error)
    return RunEnding(messages: [message], status: status)
  }
}
