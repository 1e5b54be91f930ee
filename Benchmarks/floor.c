// A floor for the cost of a demotion: what is left of `symdemote apply --output` if nothing is
// checked. It believes the file, the list and the machine: a damaged file, a name that had to stay,
// a full disk, a file in use, all go by unnoticed. Only for measuring; never use it on a file that
// you need.
//
//   floor NAMES FILE OUT
//
// The result is right all the same, for ELF64 little-endian files: the defined symbols that NAMES
// lists become local and come before the others, and every table that depends on the order of
// .dynsym follows. It does what costs least, step by step:
//
// - the kernel copies the file; of its content only the dynamic tables are looked at;
// - names are found by the file's own hash table, so that only those of the list are hashed;
// - members of a bucket stand together already, in the order of buckets, and are only moved up: the
//   counting sort by bucket has become one pass. Their hashes are those in the chains; the bit that
//   a chain leaves out follows from the bucket;
// - new tables pass through small buffers on their way to the file, and no more is written than
//   what differs.

#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 1 << 16 };

static int input, output;
static Elf64_Phdr *segments;
static unsigned segment_count;

static void *read_range(off_t offset, size_t size) {
  void *bytes = malloc(size + 8);
  if (pread(input, bytes, size, offset) != (ssize_t)size) exit(1);
  return bytes;
}

// Pages of the page cache, not copies of them. All of them at once, or only those that are touched.
static const char *map(int file, off_t offset, size_t size, int flags) {
  off_t start = offset & -4096;
  if (size == 0) return "";
  const char *bytes = mmap(
    NULL, size + (offset - start), PROT_READ, MAP_PRIVATE | flags, file, start);
  if (bytes == MAP_FAILED) exit(1);
  return bytes + (offset - start);
}

static void write_range(const void *bytes, size_t size, off_t offset) {
  if (pwrite(output, bytes, size, offset) != (ssize_t)size) exit(1);
}

static void copy(off_t size) {
  off_t done = 0, rest = size;
  while (rest > 0) {
    ssize_t count = copy_file_range(input, &done, output, NULL, rest, 0);
    if (count <= 0) break;
    rest -= count;
  }
  while (rest > 0) {
    ssize_t count = sendfile(output, input, &done, rest);
    if (count <= 0) exit(1);
    rest -= count;
  }
}

static off_t offset_of(uint64_t address) {
  for (unsigned i = 0; i < segment_count; i++)
    if (segments[i].p_type == PT_LOAD && address - segments[i].p_vaddr < segments[i].p_filesz)
      return address - segments[i].p_vaddr + segments[i].p_offset;
  exit(1);
}

// A table that grows at its end, in the file.
struct stream {
  off_t offset;
  size_t used;
  char bytes[BUFFER];
};

static void flush(struct stream *to) {
  if (to->used > 0) write_range(to->bytes, to->used, to->offset);
  to->offset += to->used;
  to->used = 0;
}

static inline void put(struct stream *to, const void *record, size_t size) {
  if (to->used + size > BUFFER) flush(to);
  memcpy(to->bytes + to->used, record, size);
  to->used += size;
}

// h = h * 33 + c for each character, eight at a time: neighbours in pairs, pairs in fours.
static uint32_t gnu_hash(const char *name, size_t length) {
  const uint64_t bytes = 0x00ff00ff00ff00ff, words = 0x0000ffff0000ffff;
  uint32_t hash = 5381;
  for (; length >= 8; length -= 8, name += 8) {
    uint64_t x;
    memcpy(&x, name, 8);
    x = (x & bytes) * 33 + (x >> 8 & bytes);
    x = (x & words) * 1089 + (x >> 16 & words);
    hash = hash * (1185921u * 1185921u) + (uint32_t)x * 1185921u + (uint32_t)(x >> 32);
  }
  for (; length > 0; length--) hash = hash * 33 + (unsigned char)*name++;
  return hash;
}

static uint32_t sysv_hash(const char *name, size_t length) {
  uint32_t hash = 0;
  for (; length > 0; length--) {
    hash = (hash << 4) + (unsigned char)*name++;
    hash ^= hash >> 24 & 0xf0;
  }
  return hash & 0x0fffffff;
}

static const Elf64_Sym *symbols;
static const char *strings;
static uint32_t symbol_count, local_count, unhashed_end, demoted_count, demoted_unhashed;
static uint32_t *moved;  // The new index of each symbol; before that, whether it is to be demoted.

// .gnu.hash
static struct {
  off_t offset;
  uint32_t bucket_count, first, word_count, shift;
  const uint32_t *header, *buckets, *chain;  // chain: by the index of the symbol
} gnu;

// .hash
static struct {
  off_t offset;
  uint32_t bucket_count;
  const uint32_t *buckets, *chain;
} sysv;

static void consider(uint32_t index, const char *name, size_t length) {
  const Elf64_Sym *symbol = &symbols[index];
  const char *own = strings + symbol->st_name;
  if (memcmp(own, name, length) != 0 || own[length] != 0) return;
  if (symbol->st_shndx == SHN_UNDEF || ELF64_ST_BIND(symbol->st_info) == STB_LOCAL) return;
  demoted_count += !moved[index];
  demoted_unhashed += !moved[index] && index < unhashed_end;
  moved[index] = 1;
}

// Names that are looked up together, step by step: while memory brings what the next step wants of
// one, the others have their turn. One after the other takes twice as long.
static struct {
  const char *name;
  size_t length;
  uint32_t hash, index;
} batch[64];
static unsigned batch_count;

static void look_up_in_gnu_hash(void) {
  for (unsigned n = 0; n < batch_count; n++) {
    batch[n].hash = gnu_hash(batch[n].name, batch[n].length);
    batch[n].index = batch[n].hash % gnu.bucket_count;
    __builtin_prefetch(&gnu.buckets[batch[n].index]);
  }
  for (unsigned n = 0; n < batch_count; n++) {
    batch[n].index = gnu.buckets[batch[n].index];
    if (batch[n].index) __builtin_prefetch(&gnu.chain[batch[n].index]);
  }
  for (unsigned n = 0; n < batch_count; n++) {
    uint32_t i = batch[n].index;
    if (i == 0) continue;
    while ((gnu.chain[i] ^ batch[n].hash) >> 1 != 0 && !(gnu.chain[i] & 1)) i++;
    __builtin_prefetch(&symbols[i]);
    batch[n].index = i;
  }
  for (unsigned n = 0; n < batch_count; n++) {
    if (batch[n].index == 0) continue;
    const char *own = strings + symbols[batch[n].index].st_name;
    __builtin_prefetch(own);
    __builtin_prefetch(own + batch[n].length);
  }
  for (unsigned n = 0; n < batch_count; n++) {
    uint32_t i = batch[n].index;
    if (i == 0) continue;
    do {
      if ((gnu.chain[i] ^ batch[n].hash) >> 1 == 0) consider(i, batch[n].name, batch[n].length);
    } while (!(gnu.chain[i++] & 1));
  }
}

static void look_up_in_sysv_hash(void) {
  for (unsigned n = 0; n < batch_count; n++) {
    uint32_t hash = sysv_hash(batch[n].name, batch[n].length);
    for (uint32_t i = sysv.buckets[hash % sysv.bucket_count]; i; i = sysv.chain[i])
      consider(i, batch[n].name, batch[n].length);
  }
}

static void select_names(const char *path) {
  int file = open(path, O_RDONLY);
  struct stat status;
  fstat(file, &status);
  const char *at = map(file, 0, status.st_size, MAP_POPULATE), *end = at + status.st_size;
  while (at < end) {
    const char *stop = memchr(at, '\n', end - at);
    if (!stop) stop = end;
    batch[batch_count].name = at;
    batch[batch_count++].length = stop - at;
    at = stop + 1;
    if (batch_count < sizeof batch / sizeof *batch && at < end) continue;
    if (gnu.offset) look_up_in_gnu_hash();
    else look_up_in_sysv_hash();
    batch_count = 0;
  }
}

static void read_hash_tables(uint64_t gnu_address, uint64_t sysv_address) {
  if (sysv_address) {
    sysv.offset = offset_of(sysv_address);
    const uint32_t *header = read_range(sysv.offset, 8);
    sysv.bucket_count = header[0];
    symbol_count = unhashed_end = header[1];
    sysv.buckets = (const uint32_t *)map(
      input, sysv.offset, 8 + 4 * ((size_t)header[0] + header[1]), MAP_POPULATE) + 2;
    sysv.chain = sysv.buckets + sysv.bucket_count;
  }
  if (gnu_address) {
    gnu.offset = offset_of(gnu_address);
    struct stat status;
    fstat(input, &status);
    // How long it is, only its last chain knows.
    gnu.header = (const uint32_t *)map(input, gnu.offset, status.st_size - gnu.offset, 0);
    gnu.bucket_count = gnu.header[0];
    gnu.first = gnu.header[1];
    gnu.word_count = gnu.header[2];
    gnu.shift = gnu.header[3];
    gnu.buckets = gnu.header + 4 + 2 * (size_t)gnu.word_count;
    gnu.chain = gnu.buckets + gnu.bucket_count - gnu.first;
    uint32_t last = 0;
    for (uint32_t b = 0; b < gnu.bucket_count; b++)
      if (gnu.buckets[b] > last) last = gnu.buckets[b];
    if (last)
      while (!(gnu.chain[last++] & 1)) continue;
    unhashed_end = gnu.first;
    symbol_count = last > gnu.first ? last : gnu.first;
  }
}

// ld.so binds a JUMP_SLOT lazily unless the symbol is hidden.
static int is_jump_slot(uint16_t machine, uint32_t type) {
  switch (machine) {
    case EM_X86_64: return type == R_X86_64_JUMP_SLOT;
    case EM_AARCH64: return type == R_AARCH64_JUMP_SLOT;
    case EM_RISCV: return type == R_RISCV_JUMP_SLOT;
    case EM_PPC64: return type == R_PPC64_JMP_SLOT;
    default: return 0;
  }
}

static void hide(uint16_t machine, off_t offset, size_t size, size_t record) {
  char bytes[BUFFER / 48 * 48];
  for (size_t count; size > 0; size -= count, offset += count) {
    count = size < sizeof bytes ? size : sizeof bytes;
    if (pread(input, bytes, count, offset) != (ssize_t)count) exit(1);
    for (char *at = bytes; at < bytes + count; at += record) {
      const Elf64_Rel *relocation = (const Elf64_Rel *)at;
      uint32_t symbol = ELF64_R_SYM(relocation->r_info);
      if (moved[symbol] && is_jump_slot(machine, ELF64_R_TYPE(relocation->r_info)))
        moved[symbol] = 2;
    }
  }
}

// Null, old locals, demoted, unhashed, hashed: each group in its old order.
static void write_symbols(off_t symbol_offset, off_t version_offset) {
  static struct stream groups[3], versions[3];
  uint32_t next[3];
  next[0] = local_count;
  next[1] = local_count + demoted_count;
  next[2] = unhashed_end + demoted_count - demoted_unhashed;
  for (int group = 0; group < 3; group++) {
    groups[group].offset = symbol_offset + next[group] * sizeof(Elf64_Sym);
    versions[group].offset = version_offset + next[group] * 2;
  }
  const uint16_t *old_versions = version_offset
    ? (const uint16_t *)map(input, version_offset, 2 * (size_t)symbol_count, MAP_POPULATE) : NULL;
  for (uint32_t i = 0; i < local_count; i++) moved[i] = i;
  for (uint32_t i = local_count; i < symbol_count; i++) {
    Elf64_Sym symbol = symbols[i];
    uint16_t version = old_versions ? old_versions[i] : 0;
    int group = moved[i] ? 0 : i < unhashed_end ? 1 : 2;
    if (moved[i]) {
      int visibility = ELF64_ST_VISIBILITY(symbol.st_other);
      if (visibility == STV_DEFAULT || visibility == STV_PROTECTED)
        symbol.st_other ^= visibility ^ (moved[i] == 2 ? STV_HIDDEN : STV_DEFAULT);
      symbol.st_info = ELF64_ST_INFO(STB_LOCAL, ELF64_ST_TYPE(symbol.st_info));
      version = VER_NDX_LOCAL;
    }
    moved[i] = next[group]++;
    put(&groups[group], &symbol, sizeof symbol);
    if (version_offset) put(&versions[group], &version, sizeof version);
  }
  for (int group = 0; group < 3; group++) {
    flush(&groups[group]);
    flush(&versions[group]);
  }
}

static int is_demoted(uint32_t index) {
  return index >= local_count && moved[index] < local_count + demoted_count;
}

static void write_gnu_hash(void) {
  uint32_t first = gnu.first + demoted_count - demoted_unhashed;
  size_t head = 4 + 2 * (size_t)gnu.word_count + gnu.bucket_count;
  uint32_t *table = calloc(head + symbol_count - gnu.first, 4);
  memcpy(table, gnu.header, 16);
  table[1] = first;
  uint64_t *filter = (uint64_t *)(table + 4);
  uint32_t *buckets = table + head - gnu.bucket_count, *chain = table + head - first;
  for (uint32_t b = 0; b < gnu.bucket_count; b++) {
    uint32_t i = gnu.buckets[b], last = 0, link;
    if (i == 0) continue;
    do {
      link = gnu.chain[i];
      if (is_demoted(i)) continue;
      uint32_t hash = link & ~1u;
      if (gnu.bucket_count == 1) {
        const char *name = strings + symbols[i].st_name;
        hash = gnu_hash(name, strlen(name));
      } else if (hash % gnu.bucket_count != b) {
        hash |= 1;
      }
      filter[hash / 64 % gnu.word_count] |=
        UINT64_C(1) << hash % 64 | UINT64_C(1) << (hash >> gnu.shift) % 64;
      if (!last) buckets[b] = moved[i];
      last = moved[i];
      chain[last] = hash & ~1u;
    } while (i++, !(link & 1));
    if (last) chain[last] |= 1;
  }
  write_range(table, 4 * (head + symbol_count - gnu.first), gnu.offset);
}

static void write_sysv_hash(void) {
  uint32_t *table = calloc((size_t)sysv.bucket_count + symbol_count, 4);
  for (uint32_t b = 0; b < sysv.bucket_count; b++) {
    uint32_t *link = &table[b];
    for (uint32_t i = sysv.buckets[b]; i; i = sysv.chain[i]) {
      if (is_demoted(i)) continue;
      *link = moved[i];
      link = &table[sysv.bucket_count + moved[i]];
    }
  }
  write_range(table, 4 * ((size_t)sysv.bucket_count + symbol_count), sysv.offset + 8);
}

static void write_relocations(off_t offset, size_t size, size_t record) {
  static char bytes[BUFFER / 48 * 48];
  for (size_t count; size > 0; size -= count, offset += count) {
    count = size < sizeof bytes ? size : sizeof bytes;
    if (pread(input, bytes, count, offset) != (ssize_t)count) exit(1);
    char *from = NULL, *to = NULL;
    for (char *at = bytes; at < bytes + count; at += record) {
      uint32_t *symbol = (uint32_t *)(at + 12), index = moved[*symbol];
      if (index == *symbol) continue;
      *symbol = index;
      if (!from) from = at;
      to = at + record;
    }
    if (from) write_range(from, to - from, offset + (from - bytes));
  }
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  struct stat status;
  input = open(arguments[2], O_RDONLY);
  if (input < 0 || fstat(input, &status) != 0) return 1;
  output = open(arguments[3], O_WRONLY | O_CREAT | O_TRUNC, status.st_mode & 0777);
  if (output < 0) return 1;
  copy(status.st_size);

  Elf64_Ehdr *header = read_range(0, sizeof *header);
  segment_count = header->e_phnum;
  segments = read_range(header->e_phoff, segment_count * sizeof *segments);
  uint64_t value[DT_NUM] = {0}, gnu_address = 0, version_address = 0, relative_count = 0;
  for (unsigned i = 0; i < segment_count; i++) {
    if (segments[i].p_type != PT_DYNAMIC) continue;
    Elf64_Dyn *entry = read_range(segments[i].p_offset, segments[i].p_filesz);
    for (; entry->d_tag != DT_NULL; entry++) {
      if (entry->d_tag < DT_NUM) value[entry->d_tag] = entry->d_un.d_val;
      else if (entry->d_tag == DT_GNU_HASH) gnu_address = entry->d_un.d_val;
      else if (entry->d_tag == DT_VERSYM) version_address = entry->d_un.d_val;
      else if (entry->d_tag == DT_RELACOUNT) relative_count = entry->d_un.d_val;
    }
  }

  read_hash_tables(gnu_address, value[DT_HASH]);
  off_t symbol_offset = offset_of(value[DT_SYMTAB]);
  symbols = (const Elf64_Sym *)map(
    input, symbol_offset, symbol_count * sizeof *symbols, MAP_POPULATE);
  strings = map(input, offset_of(value[DT_STRTAB]), value[DT_STRSZ], MAP_POPULATE);
  moved = calloc(symbol_count + 1, sizeof *moved);
  while (local_count < symbol_count
         && ELF64_ST_BIND(symbols[local_count].st_info) == STB_LOCAL) local_count++;
  select_names(arguments[1]);

  size_t rela = sizeof(Elf64_Rela), rel = sizeof(Elf64_Rel);
  size_t plt = value[DT_PLTREL] == DT_RELA ? rela : rel;
  off_t plt_offset = value[DT_JMPREL] ? offset_of(value[DT_JMPREL]) : 0;
  if (plt_offset) hide(header->e_machine, plt_offset, value[DT_PLTRELSZ], plt);
  write_symbols(symbol_offset, version_address ? offset_of(version_address) : 0);
  if (gnu.offset) write_gnu_hash();
  if (sysv.offset) write_sysv_hash();
  size_t skipped = relative_count * rela;  // They come first, and name no symbol.
  if (value[DT_RELA])
    write_relocations(offset_of(value[DT_RELA]) + skipped, value[DT_RELASZ] - skipped, rela);
  if (value[DT_REL]) write_relocations(offset_of(value[DT_REL]), value[DT_RELSZ], rel);
  if (plt_offset) write_relocations(plt_offset, value[DT_PLTRELSZ], plt);

  Elf64_Shdr *sections = header->e_shoff
    ? read_range(header->e_shoff, header->e_shnum * sizeof *sections) : NULL;
  uint32_t first_global = local_count + demoted_count;
  for (unsigned i = 0; sections && i < header->e_shnum; i++)
    if (sections[i].sh_type == SHT_DYNSYM)
      write_range(&first_global, 4, header->e_shoff + i * sizeof *sections
                  + offsetof(Elf64_Shdr, sh_info));
  return close(output) != 0;
}
