// libiberty hands the text over in pieces, from the middle of its work. Two things bound that work,
// and both leave it by a jump:
// - A short mangled name may stand for a text of any length, as each substitution can name the one
//   before it twice: the text has a capacity.
// - A name of C++ may also need any time without a piece of text, while the pack is looked for that an
//   expansion repeats (d_find_pack): a tick of the thread's own processor time ends what the last one
//   found at the same work. A name takes microseconds; it is given between one tick and two.
//
// The jumps leave nothing behind: for C++ and for Rust's older scheme libiberty keeps all it needs on
// the stack and takes no lock. For Rust's newer scheme it allocates an identifier in Punycode, so
// there only the text may jump, which leaves that one behind. What takes time in silence there is a
// binder of many lifetimes, and no real one has so many. The stack is bounded by libiberty too: it
// tries no C++ name of more than 1,024 bytes, and nests Rust's paths as deep at most.

#define _GNU_SOURCE
#include "CDemangle.h"

#include <ctype.h>
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

// Whether a type of functions or traits, `F` or `D`, begins with a binder, `G`, of a hundred thousand
// lifetimes or more: a number of four digits to the base 62 (RFC 2603, "Syntax of mangled names").
static int has_endless_binder(const char *name) {
  for (const char *place = name + 2; (place = strchr(place, 'G')); place++) {
    const char *digit = place + 1;
    while (isalnum((unsigned char)*digit)) digit++;
    if (strchr("FD", place[-1]) && *digit == '_' && digit - place > 4) return 1;
  }
  return 0;
}

static ssize_t demangle_rust(const char *name, int options, struct text *text) {
  if (has_endless_binder(name) || sigsetjmp(work.end, 0)) return -1;
  return rust_demangle_callback(name, options, append, text) ? (ssize_t)text->length : -1;
}

// How often a name was given up. No honest file has such names: once there were many, those that
// could be of their kind are not tried any more, so that a file of them ends.
static _Atomic int given_up;

static int is_of_the_kind(const char *name) { return strstr(name, "Dp") || strstr(name, "sp"); }

ssize_t cdemangle(const char *name, int in_full, char *bytes, size_t capacity) {
  struct text text = {bytes, 0, capacity};
  struct work *mine = &work;
  const int options = DMGL_PARAMS | DMGL_ANSI | (in_full ? DMGL_VERBOSE : 0);
  // volatile: it is read after a jump.
  volatile ssize_t length = -1;

  if (strncmp(name, "_R", 2) == 0) return demangle_rust(name, options, &text);
  if (given_up > 20 && is_of_the_kind(name)) return -1;
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
    if (mine->ticks > 1) given_up++;
  }
  mine->is_running = 0;
  return length;
}
