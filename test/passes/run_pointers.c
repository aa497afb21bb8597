// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pointers to one function from files with and without the pass, from tables, and
// from dlsym, are equal where a file that the pass has seen compares them with it.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t && gcc -c -DPART=gcc_s %s -o gcc.o
// RUN: %each_llvm 'for how in -O0 "-O2 -static" "-O2 -no-pie -fno-pic" "-O2 -fno-plt"; do for n in one two; do %ckpt --ckpt-instrument {clang} $how -c -DPART=$n %s -o $n.o; done; %ckpt --ckpt-instrument {clang} $how %s one.o two.o gcc.o -o p; ./p; ./p -_condor_nowarn -_condor_aggravate_bugs; done'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <unistd.h>

typedef ssize_t (*Reads)(int, void *, size_t);
#define NAME(a, b) a##b
#define TABLE(part) NAME(part, _table)
#define IS_READ(part) NAME(part, _is_read)
#ifdef PART
Reads TABLE(PART)[] = {read};
int IS_READ(PART)(Reads f) { return f == read; }
#else
extern Reads one_table[], two_table[], gcc_s_table[];
int one_is_read(Reads), two_is_read(Reads);

static int all(Reads f) {
  return f == read && !(f != read) && (uintptr_t)f == (uintptr_t)read &&
         one_is_read(f) && two_is_read(f);
}

int main(void) {
  char c;
  Reads found = (Reads)dlsym(RTLD_DEFAULT, "read");
  if (!all(read) || !all(one_table[0]) || !all(two_table[0]) || !all(gcc_s_table[0]))
    return 1;
  if ((found && !all(found)) || all((Reads)write) || all(NULL))
    return 2;
  return one_table[0](-1, &c, 1) == -1 && one_table[0] == two_table[0] ? 0 : 3;
}
#endif
