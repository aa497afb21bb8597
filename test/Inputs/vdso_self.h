/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What a program sees of vDSOs: the one it was started with, which libc calls,
   and this kernel's, wherever a restart put it. */
#pragma once
#include "ckpt_test.h"
#include <elf.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <time.h>

struct range {
  uintptr_t start, end;
};

/* The mapping that /proc/self/maps gives this name. */
static inline struct range mapping_named(const char *name) {
  struct range found = {0, 0};
  char line[4096];
  FILE *maps = fopen("/proc/self/maps", "r");
  CHECK(maps);
  while (fgets(line, sizeof line, maps)) {
    struct range here;
    if (strstr(line, name) &&
        sscanf(line, "%lx-%lx", &here.start, &here.end) == 2)
      found = here;
  }
  fclose(maps);
  return found;
}

static inline uintptr_t vdso_at_start(void) {
  return getauxval(AT_SYSINFO_EHDR);
}

/* Whether `address` is in the first bytes of a function of the vDSO. */
static inline int in_first_bytes(uintptr_t vdso, uintptr_t address) {
  const Elf64_Ehdr *elf = (const Elf64_Ehdr *)vdso;
  const Elf64_Phdr *headers = (const Elf64_Phdr *)(vdso + elf->e_phoff);
  uintptr_t symbols = 0, names = 0;
  for (int i = 0; i < elf->e_phnum; ++i)
    if (headers[i].p_type == PT_DYNAMIC)
      for (const Elf64_Dyn *d =
               (const Elf64_Dyn *)(vdso + headers[i].p_offset);
           d->d_tag; ++d) {
        symbols = d->d_tag == DT_SYMTAB ? d->d_un.d_ptr : symbols;
        names = d->d_tag == DT_STRTAB ? d->d_un.d_ptr : names;
      }
  for (; symbols + sizeof(Elf64_Sym) <= names; symbols += sizeof(Elf64_Sym)) {
    uintptr_t at = ((const Elf64_Sym *)(vdso + symbols))->st_value;
    if (at && address > vdso + at && address < vdso + at + 16)
      return 1;
  }
  return 0;
}

static inline int64_t nanoseconds(struct timespec t) {
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}
static inline int64_t clock_by_libc(clockid_t clock) {
  struct timespec t;
  CHECK(!clock_gettime(clock, &t));
  return nanoseconds(t);
}
static inline int64_t clock_by_kernel(clockid_t clock) {
  struct timespec t;
  CHECK(!syscall(SYS_clock_gettime, clock, &t));
  return nanoseconds(t);
}
