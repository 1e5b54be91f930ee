// What files of a run become that are decided about before another one, where not all of them are this
// shard's: each that a process of its own files holds is decided about here as well, without an effect,
// and not before it is asked for.
//
// What a file becomes follows from the files before it alone. So there is an order in which everything
// that is asked for can be known; it is found by trying: a trial that meets a file not yet decided about
// comes to nothing, and is made again when that file is known.

internal import ELFModel
internal import LoaderModel
internal import Reporting
internal import Storage
internal import Synchronization

/// What one file of a run will be, decided without an effect; nil if it stays as it is.
typealias Foresight =
  @Sendable (ListedFile, ProcessWorkshop) throws(OtherFileFailure) ->
  DynamicImage?

/// The decisions about the files of a run of which this is a shard.
final class ShardDecisions: Sendable {
  private let list: FileList
  private let foresee: Foresight
  /// What is known of each file, by its number.
  private let known = Mutex<[Int: Result<DynamicImage?, OtherFileFailure>]>([:])

  init(_ list: FileList, _ foresee: @escaping Foresight) {
    (self.list, self.foresee) = (list, foresee)
  }

  /// What `object` will be for the file with that number; nil if that is not known yet.
  func decided(_ object: ObjectFile, before number: Int) -> Result<ObjectFile, OtherFileFailure>? {
    guard let own = list.numbers[object.identity], own < number else { return .success(object) }
    return known.withLock { $0[own] }?.map { image in
      image.map { ObjectFile($0, identity: object.identity) } ?? object
    }
  }

  /// The number of `object` in the run.
  func number(of object: ObjectFile) -> Int? { list.numbers[object.identity] }

  /// From here on takes the file with that number for what it will be; nil if it stays as it is.
  func decide(_ number: Int, willBe image: DynamicImage?) { note(number, .success(image)) }

  private func note(_ number: Int, _ result: Result<DynamicImage?, OtherFileFailure>) {
    // Who comes second found the same.
    known.withLock { if $0[number] == nil { $0[number] = result } }
  }

  /// Makes something of the processes of the file with that number, with all that is decided before.
  func outcome<Outcome>(
    of number: Int, in world: ProcessWorld, _ attempt: (ProcessWorkshop) -> Outcome
  ) -> Outcome {
    while true {
      let workshop = world.workshop(for: number)
      let outcome = attempt(workshop)
      guard !workshop.undecided.isEmpty else { return outcome }
      settle(workshop.undecided, in: world)
    }
  }

  /// Decides about `numbers`, and about what has to be decided before. Nothing here calls itself: how
  /// many files wait for each other is up to whoever made the list.
  private func settle(_ numbers: Set<Int>, in world: ProcessWorld) {
    var waiting = numbers.sorted(by: >)
    while let number = waiting.last {
      if known.withLock({ $0[number] }) != nil {
        waiting.removeLast()
        continue
      }
      let file = list.files[list.order[number]]
      let workshop = world.workshop(for: number)
      let result = Result { () throws(OtherFileFailure) in try foresee(file, workshop) }
      if workshop.undecided.isEmpty {
        note(number, result)
      } else {
        waiting += workshop.undecided.sorted(by: >)
      }
    }
  }
}
