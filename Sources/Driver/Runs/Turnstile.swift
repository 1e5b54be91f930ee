// Threads pass here one by one, in the order of their numbers: what one file's edit means for the
// files after it must not depend on which thread was faster.

internal import Glibc

/// A gate for numbers from 0 on, each of which passes once.
@safe final class Turnstile: Sendable {
  // Both are only ever used through the calls of POSIX that are made for several threads.
  private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private nonisolated(unsafe) let hasMoved: UnsafeMutablePointer<pthread_cond_t>
  /// Whose turn it is; read and written with the mutex held.
  private nonisolated(unsafe) var next = 0

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe hasMoved = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(hasMoved, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(hasMoved)
    unsafe pthread_mutex_destroy(mutex)
    unsafe hasMoved.deallocate()
    unsafe mutex.deallocate()
  }

  /// Waits until every smaller number has passed, runs `body` while none else does, and lets the next
  /// one in.
  fileprivate func pass(_ number: Int, _ body: () -> Void) {
    unsafe pthread_mutex_lock(mutex)
    while unsafe next != number { unsafe pthread_cond_wait(hasMoved, mutex) }
    unsafe pthread_mutex_unlock(mutex)
    body()
    unsafe pthread_mutex_lock(mutex)
    unsafe next += 1
    unsafe pthread_cond_broadcast(hasMoved)
    unsafe pthread_mutex_unlock(mutex)
  }
}

/// One number's turn, taken on one thread. Whoever has no use for it need not take it; it is taken
/// before the thread goes on to another number.
final class Turn {
  private let number: Int
  private let turnstile: Turnstile
  private var isTaken = false
  /// Writes the files that wait to be written together.
  let finishWaiting: () -> Void

  init(_ number: Int, at turnstile: Turnstile, finishWaiting: @escaping () -> Void = {}) {
    (self.number, self.turnstile, self.finishWaiting) = (number, turnstile, finishWaiting)
  }

  /// A turn for which nobody has to wait.
  convenience init() { self.init(0, at: Turnstile()) }

  /// Runs `body` when every number before has had its turn. A second call does nothing.
  func take(_ body: () -> Void) {
    guard !isTaken else { return }
    isTaken = true
    turnstile.pass(number, body)
  }
}
