// libiberty hands the text over in pieces, from the middle of its work. Two things bound that work,
// and both leave it by a jump:
// - A short mangled name may stand for a text of any length, as each substitution can name the one
//   before it twice: the text has a capacity.
// - It may also need any time without a piece of text, while the pack is looked for that an expansion
//   repeats (d_find_pack): a tick of the thread's own processor time ends what the last one found at
//   the same work. A name takes microseconds; it is given between one tick and two.
//
// The jumps leave nothing behind: for C++ and for Rust's older scheme libiberty keeps all it needs on
// the stack and takes no lock. Its reader of Rust's newer scheme allocates, and is not used. The
// stack is bounded by libiberty too: it tries no C++ name of more than 1,024 bytes.

#define _GNU_SOURCE
#include "CDemangle.h"

#include <libiberty/demangle.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct text {
  char *bytes;
  size_t length, capacity;
};

// What a thread is at.
struct work {
  timer_t timer;
  int has_timer, tried_timer;
  volatile sig_atomic_t is_ticking, is_running, ticks;
  sigjmp_buf end;
};

static _Thread_local struct work work;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;

static void set_ticks(struct work *mine, int milliseconds) {
  const struct timespec time = {.tv_nsec = milliseconds * 1000000L};
  const struct itimerspec ticks = {.it_interval = time, .it_value = time};
  mine->is_ticking = milliseconds > 0;
  timer_settime(mine->timer, 0, &ticks, NULL);
}

static void on_tick(int signal) {
  (void)signal;
  struct work *mine = &work;
  if (!mine->is_running) {
    if (mine->has_timer) set_ticks(mine, 0);
  } else if (++mine->ticks > 1) {
    siglongjmp(mine->end, 1);
  }
}

static void end_thread(void *value) {
  struct work *mine = value;
  mine->has_timer = 0;
  timer_delete(mine->timer);
}

static void prepare(void) {
  // SA_NODEFER: a jump out of the handler leaves no signal blocked.
  struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART | SA_NODEFER};
  sigemptyset(&action.sa_mask);
  sigaction(SIGVTALRM, &action, NULL);
  pthread_key_create(&key, end_thread);
}

// Sees to it that this thread's work is ticked. Without a timer, for want of kernel memory, the text
// is the only bound.
static void start_ticking(struct work *mine) {
  if (!mine->tried_timer) {
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGVTALRM};
    event._sigev_un._tid = gettid();
    mine->tried_timer = 1;
    pthread_once(&once, prepare);
    mine->has_timer = timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &mine->timer) == 0;
    if (mine->has_timer) {
      // Those who make threads may block all signals in them, as libdispatch does.
      sigset_t ticks;
      sigemptyset(&ticks);
      sigaddset(&ticks, SIGVTALRM);
      pthread_sigmask(SIG_UNBLOCK, &ticks, NULL);
      pthread_setspecific(key, mine);
    }
  }
  if (mine->has_timer && !mine->is_ticking) set_ticks(mine, 50);
}

static void append(const char *piece, size_t length, void *opaque) {
  struct text *text = opaque;
  if (length > text->capacity - text->length) siglongjmp(work.end, 1);
  memcpy(text->bytes + text->length, piece, length);
  text->length += length;
}

ssize_t cdemangle(const char *name, char *bytes, size_t capacity) {
  struct text text = {bytes, 0, capacity};
  struct work *mine = &work;
  const int options = DMGL_PARAMS | DMGL_ANSI;
  // volatile: it is read after a jump.
  volatile ssize_t length = -1;

  if (strncmp(name, "_R", 2) == 0) return -1;
  if (sigsetjmp(mine->end, 0) == 0) {
    mine->ticks = 0;
    // Before the ticks: one that finds nothing running ends them.
    mine->is_running = 1;
    start_ticking(mine);
    // As cplus_demangle does: a name of Rust's older scheme is one of C++, too.
    if (rust_demangle_callback(name, options, append, &text)) {
      length = text.length;
    } else {
      text.length = 0;
      if (cplus_demangle_v3_callback(name, options, append, &text)) length = text.length;
    }
  } else {
    length = -1;
  }
  mine->is_running = 0;
  return length;
}
