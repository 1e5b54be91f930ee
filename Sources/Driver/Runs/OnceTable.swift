// Values that several threads want, each made once: who comes second waits for the first.

internal import Synchronization

/// What was made for each key.
final class OnceTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private final class Cell: Sendable {
    let content = Mutex<Value?>(nil)
  }

  private let cells = Mutex<[Key: Cell]>([:])

  /// The value for `key`, which `make` makes unless it is there. What it asks for itself must not
  /// lead back here.
  func value(for key: Key, _ make: () -> Value) -> Value {
    let cell = cells.withLock { cells in
      if let known = cells[key] { return known }
      let new = Cell()
      cells[key] = new
      return new
    }
    return cell.content.withLock { content in
      if let known = content { return known }
      let made = make()
      content = made
      return made
    }
  }
}
