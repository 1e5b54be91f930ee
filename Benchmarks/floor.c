// A floor for the cost of a demotion: what is left of `symdemote apply --output` if nothing is
// checked. It believes the file, the list and the machine: a damaged file, a name that had to stay,
// a full disk, a file in use, all go by unnoticed. Only for measuring; never use it on a file that
// you need.
//
//   floor NAMES FILE OUT
//
// The result is right all the same, for ELF64 little-endian files: the defined symbols that NAMES
// lists become local and come before the others, and every table that depends on the order of
// .dynsym follows. The steps are those that any tool has to take:
//
// - the kernel copies the file, and of its content only the dynamic tables are read;
// - every name is hashed, once, and looked up in a table of the listed ones;
// - one counting sort by bucket puts the symbols into their order;
// - of each table only what lies between its first and its last difference is written.

#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

static int input, output;
static Elf64_Phdr *segments;
static unsigned segment_count;

static void *read_range(off_t offset, size_t size) {
  void *bytes = malloc(size + 8);
  if (pread(input, bytes, size, offset) != (ssize_t)size) exit(1);
  return bytes;
}

// Writes `bytes` where `old` are, from the first difference to the last.
static void write_changed(const void *bytes, const void *old, size_t size, off_t offset) {
  const char *new = bytes, *former = old;
  size_t start = 0;
  while (start + 8 <= size && memcmp(new + start, former + start, 8) == 0) start += 8;
  while (size >= start + 8 && memcmp(new + size - 8, former + size - 8, 8) == 0) size -= 8;
  if (size > start && pwrite(output, new + start, size - start, offset + start)
      != (ssize_t)(size - start)) exit(1);
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

static const Elf64_Sym *symbols;
static const char *strings;
static uint32_t symbol_count, local_count, hashed_start;
static uint32_t *hashes;       // Of each symbol's name, as .gnu.hash has it.
static unsigned char *demoted; // Of each symbol: 1, or 2 if it has to be hidden as well.
static uint32_t *order, *moved; // The symbols in their new order; the new index of each.
static uint32_t demoted_end, new_hashed_start;

static const uint32_t *gnu, *sysv;  // The hash tables, as they are.
static off_t gnu_offset, sysv_offset;
static size_t gnu_size;

static void read_hash_tables(uint64_t gnu_address, uint64_t sysv_address) {
  if (sysv_address) {
    sysv_offset = offset_of(sysv_address);
    const uint32_t *header = read_range(sysv_offset, 8);
    symbol_count = hashed_start = header[1];
    sysv = read_range(sysv_offset, 4 * (2 + (size_t)header[0] + header[1]));
  }
  if (gnu_address) {
    gnu_offset = offset_of(gnu_address);
    const uint32_t *header = read_range(gnu_offset, 16);
    size_t head = 4 + 2 * (size_t)header[2] + header[0];
    const uint32_t *buckets = (const uint32_t *)read_range(gnu_offset, 4 * head) + head - header[0];
    hashed_start = header[1];
    uint32_t last = 0, link = 1;
    for (uint32_t b = 0; b < header[0]; b++)
      if (buckets[b] > last) last = buckets[b];
    // How long it is, only its last chain knows.
    off_t chain = gnu_offset + 4 * (head - hashed_start + (off_t)last);
    for (link = last == 0; !(link & 1); last++, chain += 4)
      if (pread(input, &link, 4, chain) != 4) exit(1);
    symbol_count = last > hashed_start ? last : hashed_start;
    gnu_size = 4 * (head + symbol_count - hashed_start);
    gnu = read_range(gnu_offset, gnu_size);
  }
}

// The listed names, by their hashes.
static struct { const char *name; uint32_t length, hash; } *listed;
static size_t listed_mask;

static void read_list(const char *path) {
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) exit(1);
  char *at = malloc(status.st_size + 8), *end = at + status.st_size;
  if (read(file, at, status.st_size) != status.st_size) exit(1);
  size_t count = 1;
  for (char *line = at; (line = memchr(line, '\n', end - line)); line++) count++;
  for (listed_mask = 15; listed_mask < 2 * count; listed_mask = 2 * listed_mask + 1) continue;
  listed = calloc(listed_mask + 1, sizeof *listed);
  while (at < end) {
    char *stop = memchr(at, '\n', end - at);
    if (!stop) stop = end;
    uint32_t hash = gnu_hash(at, stop - at);
    size_t slot = hash & listed_mask;
    while (listed[slot].name) slot = (slot + 1) & listed_mask;
    listed[slot].name = at;
    listed[slot].length = stop - at;
    listed[slot].hash = hash;
    at = stop + 1;
  }
  close(file);
}

static int is_listed(const char *name, uint32_t hash) {
  for (size_t slot = hash & listed_mask; listed[slot].name; slot = (slot + 1) & listed_mask)
    if (listed[slot].hash == hash && memcmp(listed[slot].name, name, listed[slot].length) == 0
        && name[listed[slot].length] == 0) return 1;
  return 0;
}

static void select_symbols(void) {
  hashes = malloc(4 * ((size_t)symbol_count + 1));
  demoted = calloc(symbol_count + 1, 1);
  while (local_count < symbol_count
         && ELF64_ST_BIND(symbols[local_count].st_info) == STB_LOCAL) local_count++;
  for (uint32_t i = local_count; i < symbol_count; i++) {
    const char *name = strings + symbols[i].st_name;
    hashes[i] = gnu_hash(name, strlen(name));
    demoted[i] = symbols[i].st_shndx != SHN_UNDEF && is_listed(name, hashes[i]);
  }
}

// Null, old locals, demoted, unhashed, hashed by bucket: each group in its old order.
static void sort_symbols(void) {
  uint32_t buckets = gnu ? gnu[0] : 1, next = local_count;
  order = malloc(4 * ((size_t)symbol_count + 1));
  moved = malloc(4 * ((size_t)symbol_count + 1));
  uint32_t *starts = calloc((size_t)buckets + 1, 4);
  for (uint32_t i = 0; i < local_count; i++) order[i] = i;
  for (uint32_t i = local_count; i < symbol_count; i++)
    if (demoted[i]) order[next++] = i;
  demoted_end = next;
  for (uint32_t i = local_count; i < hashed_start; i++)
    if (!demoted[i]) order[next++] = i;
  new_hashed_start = next;
  for (uint32_t i = hashed_start; i < symbol_count; i++)
    if (!demoted[i]) starts[hashes[i] % buckets + 1]++;
  for (uint32_t b = 0; b < buckets; b++) starts[b + 1] += starts[b];
  for (uint32_t i = hashed_start; i < symbol_count; i++)
    if (!demoted[i]) order[next + starts[hashes[i] % buckets]++] = i;
  for (uint32_t i = 0; i < symbol_count; i++) moved[order[i]] = i;
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

static void hide(uint16_t machine, const char *table, size_t size, size_t record) {
  for (const char *at = table; at < table + size; at += record) {
    const Elf64_Rel *relocation = (const Elf64_Rel *)at;
    uint32_t symbol = ELF64_R_SYM(relocation->r_info);
    if (demoted[symbol] && is_jump_slot(machine, ELF64_R_TYPE(relocation->r_info)))
      demoted[symbol] = 2;
  }
}

static void write_symbols(off_t symbol_offset, off_t version_offset) {
  Elf64_Sym *new = malloc(symbol_count * sizeof *new);
  uint16_t *versions = malloc(2 * (size_t)symbol_count), *old_versions =
    version_offset ? read_range(version_offset, 2 * (size_t)symbol_count) : NULL;
  for (uint32_t n = 0; n < symbol_count; n++) {
    uint32_t i = order[n];
    new[n] = symbols[i];
    if (old_versions) versions[n] = demoted[i] ? VER_NDX_LOCAL : old_versions[i];
    if (!demoted[i]) continue;
    int visibility = ELF64_ST_VISIBILITY(new[n].st_other);
    if (visibility == STV_DEFAULT || visibility == STV_PROTECTED)
      new[n].st_other ^= visibility ^ (demoted[i] == 2 ? STV_HIDDEN : STV_DEFAULT);
    new[n].st_info = ELF64_ST_INFO(STB_LOCAL, ELF64_ST_TYPE(new[n].st_info));
  }
  write_changed(new, symbols, symbol_count * sizeof *new, symbol_offset);
  if (old_versions)
    write_changed(versions, old_versions, 2 * (size_t)symbol_count, version_offset);
}

static void write_gnu_hash(void) {
  uint32_t *table = calloc(gnu_size, 1);
  memcpy(table, gnu, 16);
  table[1] = new_hashed_start;
  uint64_t *filter = (uint64_t *)(table + 4);
  uint32_t *buckets = table + 4 + 2 * (size_t)table[2], *chain = buckets + table[0];
  for (uint32_t n = new_hashed_start; n < symbol_count; n++) {
    uint32_t hash = hashes[order[n]], bucket = hash % table[0];
    filter[hash / 64 % table[2]] |=
      UINT64_C(1) << hash % 64 | UINT64_C(1) << (hash >> table[3]) % 64;
    if (!buckets[bucket]) buckets[bucket] = n;
    chain[n - new_hashed_start] = hash & ~1u;
    if (n + 1 == symbol_count || hashes[order[n + 1]] % table[0] != bucket)
      chain[n - new_hashed_start] |= 1;
  }
  write_changed(table, gnu, gnu_size, gnu_offset);
}

static void write_sysv_hash(void) {
  size_t size = 4 * (2 + (size_t)sysv[0] + sysv[1]);
  uint32_t *table = calloc(size, 1), *links = table + 2 + sysv[0];
  memcpy(table, sysv, 8);
  // Who is in the table is in it still, unless it was demoted.
  for (uint32_t b = 0; b < sysv[0]; b++) {
    uint32_t *link = &table[2 + b];
    for (uint32_t i = sysv[2 + b]; i; i = sysv[2 + sysv[0] + i]) {
      if (demoted[i]) continue;
      *link = moved[i];
      link = &links[moved[i]];
    }
  }
  write_changed(table, sysv, size, sysv_offset);
}

static void write_relocations(off_t offset, const char *table, size_t size, size_t record) {
  char *new = malloc(size);
  memcpy(new, table, size);
  for (char *at = new; at < new + size; at += record) {
    uint32_t *symbol = (uint32_t *)(at + 12);
    *symbol = moved[*symbol];
  }
  write_changed(new, table, size, offset);
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
  symbols = read_range(symbol_offset, symbol_count * sizeof *symbols);
  strings = read_range(offset_of(value[DT_STRTAB]), value[DT_STRSZ]);
  read_list(arguments[1]);
  select_symbols();
  sort_symbols();

  size_t rela = sizeof(Elf64_Rela), rel = sizeof(Elf64_Rel);
  size_t skipped = relative_count * rela;  // They come first, and name no symbol.
  struct { off_t offset; size_t size, record; const char *bytes; } tables[] = {
    {value[DT_RELA], value[DT_RELASZ] - skipped, rela, NULL},
    {value[DT_REL], value[DT_RELSZ], rel, NULL},
    {value[DT_JMPREL], value[DT_PLTRELSZ], value[DT_PLTREL] == DT_RELA ? rela : rel, NULL},
  };
  for (int t = 0; t < 3; t++) {
    if (!tables[t].offset) continue;
    tables[t].offset = offset_of(tables[t].offset) + (t == 0 ? skipped : 0);
    tables[t].bytes = read_range(tables[t].offset, tables[t].size);
    hide(header->e_machine, tables[t].bytes, tables[t].size, tables[t].record);
  }
  write_symbols(symbol_offset, version_address ? offset_of(version_address) : 0);
  if (gnu) write_gnu_hash();
  if (sysv) write_sysv_hash();
  for (int t = 0; t < 3; t++)
    if (tables[t].bytes)
      write_relocations(tables[t].offset, tables[t].bytes, tables[t].size, tables[t].record);

  Elf64_Shdr *sections = header->e_shoff
    ? read_range(header->e_shoff, header->e_shnum * sizeof *sections) : NULL;
  for (unsigned i = 0; sections && i < header->e_shnum; i++)
    if (sections[i].sh_type == SHT_DYNSYM
        && pwrite(output, &demoted_end, 4, header->e_shoff + i * sizeof *sections
                  + offsetof(Elf64_Shdr, sh_info)) != 4) return 1;
  return close(output) != 0;
}
