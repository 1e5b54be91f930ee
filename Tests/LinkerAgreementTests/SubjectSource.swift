// Names of every kind that a pattern may be about.

extension Subject {
  static let source = #"""
    extern "C" {
    int foo(void) { return 1; }
    int foo_a(void) { return 1; }
    int foo_b(void) { return 1; }
    int bar(void) { return 1; }
    int baz(void) { return 1; }
    int global(void) { return 1; }
    int local(void) { return 1; }
    int stxr(void) { return 1; }
    int keyword(void) __asm__("extern");
    int keyword(void) { return 1; }
    int data = 3;
    __attribute__((weak)) int weak_one(void) { return 1; }
    __attribute__((visibility("protected"))) int guarded(void) { return 1; }
    __attribute__((visibility("hidden"))) int foo_hidden(void) { return 1; }
    }
    namespace ns {
      int f(int) { return 1; }
      int f(double) { return 1; }
      int g() { return 1; }
      unsigned long h(unsigned long, const char *) { return 1; }
      struct S {
        S();
        ~S();
        virtual void m();
        S &operator+=(int);
        operator int() const;
        int operator[](int);
        int operator*();
        static int s;
      };
      S::S() {}
      S::~S() {}
      void S::m() {}
      S &S::operator+=(int) { return *this; }
      S::operator int() const { return 1; }
      int S::operator[](int) { return 1; }
      int S::operator*() { return 1; }
      int S::s;
      template <class T> struct Box { void put(T); };
      template <class T> void Box<T>::put(T) {}
      template struct Box<int>;
      template struct Box<Box<int>>;
      template <class T> T t(T x) { return x; }
      template int t<int>(int);
      template long t<long>(long);
      namespace in {
        int deep() { return 1; }
      }
      __attribute__((abi_tag("v2"))) int tagged() { return 1; }
    }
    int cppfree() { return 1; }

    // Names that no compiler gives, and Rust's.
    __asm__(R"(
      .text
      .globl "st*r", "e=q", "we-ird", "dol$lar", "foo\\_a", "a b", "x::y", "t~d", "p+q", "7up", "*"
      .globl _RNvC7mycrate3new, _ZN7mycrate3old17h0123456789abcdefE
      "st*r":
      "e=q":
      "we-ird":
      "dol$lar":
      "foo\\_a":
      "a b":
      "x::y":
      "t~d":
      "p+q":
      "7up":
      "*":
      _RNvC7mycrate3new:
      _ZN7mycrate3old17h0123456789abcdefE:
        nop
    )");
    """#

  /// Stands in for the C++ library, and exports nothing.
  static let mainSource = """
    void *vtable[3] __asm__("_ZTVN10__cxxabiv117__class_type_infoE")
      __attribute__((visibility("hidden")));
    __attribute__((visibility("hidden"))) int main(void) { return 0; }
    """
}
