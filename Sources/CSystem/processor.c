// What the processor can do, in the words of the folders below glibc-hwcaps.
//
// Source: glibc sysdeps/x86/get-isa-level.h and the dl-hwcaps-subdirs.c of x86_64, powerpc64/le and
// s390-64; sysdeps/x86/cpu-features.c for the platform of Intel's processors. An extension counts
// only if the kernel saves its registers.

#include "csystem.h"

#include <sys/auxv.h>

#if defined(__x86_64__)

#include <cpuid.h>

enum { EAX, EBX, ECX, EDX };

struct leaf {
  unsigned int words[4];
};

static struct leaf leaf(unsigned int number) {
  struct leaf result = {{0, 0, 0, 0}};
  unsigned int *words = result.words;
  // It answers nothing for leaves that the processor has not.
  __get_cpuid_count(number, 0, &words[EAX], &words[EBX], &words[ECX], &words[EDX]);
  return result;
}

static int has(struct leaf leaf, int word, unsigned int bits) {
  return (leaf.words[word] & bits) == bits;
}

static unsigned int saved_registers(struct leaf basic) {
  if (!has(basic, ECX, bit_OSXSAVE)) return 0;
  unsigned int low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

enum { SAVES_AVX = 0x6, SAVES_AVX512 = 0xe6 };

static int runs_avx2(struct leaf basic, struct leaf more, struct leaf extended) {
  return (saved_registers(basic) & SAVES_AVX) == SAVES_AVX && has(basic, ECX, bit_FMA | bit_MOVBE)
      && has(more, EBX, bit_BMI | bit_AVX2 | bit_BMI2) && has(extended, ECX, bit_LZCNT);
}

// The level of the microarchitecture, as the x86-64 psABI counts them.
static int level(void) {
  struct leaf basic = leaf(1), more = leaf(7), extended = leaf(0x80000001);
  if (!has(basic, ECX, bit_SSE3 | bit_SSSE3 | bit_CMPXCHG16B | bit_SSE41 | bit_SSE42 | bit_POPCNT)
      || !has(extended, ECX, bit_LAHF_LM))
    return 1;
  if (!runs_avx2(basic, more, extended) || !has(basic, ECX, bit_AVX | bit_F16C)) return 2;
  if ((saved_registers(basic) & SAVES_AVX512) != SAVES_AVX512
      || !has(more, EBX, bit_AVX512F | bit_AVX512DQ | bit_AVX512CD | bit_AVX512BW | bit_AVX512VL))
    return 3;
  return 4;
}

const char *csystem_hardware_capabilities(void) {
  static const char *const names[] = {
      "", "x86-64-v2", "x86-64-v3:x86-64-v2", "x86-64-v4:x86-64-v3:x86-64-v2"};
  return names[level() - 1];
}

const char *csystem_platform(void) {
  struct leaf vendor = leaf(0), basic = leaf(1), more = leaf(7), extended = leaf(0x80000001);
  int is_intel = vendor.words[EBX] == signature_INTEL_ebx
      && vendor.words[ECX] == signature_INTEL_ecx && vendor.words[EDX] == signature_INTEL_edx;
  if (is_intel) {
    // Only the Xeon Phi had these.
    if ((saved_registers(basic) & SAVES_AVX512) == SAVES_AVX512
        && has(more, EBX, bit_AVX512PF | bit_AVX512ER | bit_AVX512CD))
      return "xeon_phi";
    if (runs_avx2(basic, more, extended) && has(basic, ECX, bit_POPCNT)) return "haswell";
  }
  return (const char *)getauxval(AT_PLATFORM);
}

#else

#if defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)

const char *csystem_hardware_capabilities(void) {
  unsigned long bits = getauxval(AT_HWCAP2);
  const unsigned long power9 = 0x00800000 | 0x00400000;   // ARCH_3_00, HAS_IEEE128
  const unsigned long power10 = 0x00040000 | 0x00020000;  // ARCH_3_1, MMA
  if ((bits & power9) != power9) return "";
  return (bits & power10) == power10 ? "power10:power9" : "power9";
}

#elif defined(__s390x__)

const char *csystem_hardware_capabilities(void) {
  unsigned long bits = getauxval(AT_HWCAP);
  const unsigned long z13 = 1ul << 11;                            // VX
  const unsigned long z14 = 1ul << 12 | 1ul << 13 | 1ul << 14;    // VXD, VXE, GS
  const unsigned long z15 = 1ul << 15 | 1ul << 16;                // VXRS_EXT2, VXRS_PDE
  const unsigned long z16 = 1ul << 19;                            // VXRS_PDE2
  if ((bits & z13) != z13) return "";
  if ((bits & z14) != z14) return "z13";
  if ((bits & z15) != z15) return "z14:z13";
  return (bits & z16) == z16 ? "z16:z15:z14:z13" : "z15:z14:z13";
}

#else

const char *csystem_hardware_capabilities(void) { return ""; }

#endif

const char *csystem_platform(void) { return (const char *)getauxval(AT_PLATFORM); }

#endif
