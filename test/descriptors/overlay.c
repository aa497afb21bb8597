// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files on overlayfs (containers): opened for reading and then copied up, which
// changes the inode behind them; written to; removed; mapped.
// REQUIRES: overlayfs
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do %ckpt gcc $mode -O2 -I%src/test/Inputs %s \
// RUN:   -o prog && for s in 0 12 20; do unshare -rm sh -ec '\
// RUN:   mount -t tmpfs none /mnt && cd /mnt && mkdir low up work all low/d && \
// RUN:   for f in read old gone shared private twice; do \
// RUN:     echo "$f, as it was below" > low/$f; done && \
// RUN:   mount -t overlay o -o lowerdir=low,upperdir=up,workdir=work all && \
// RUN:   cd all && export JOB_SIGNAL=$0 && n=-_condor_nowarn && \
// RUN:   if "$1/prog" $n -_condor_ckpt ../image; then s=0; else s=$?; fi && \
// RUN:   test $s = $([ $0 = 20 ] && echo 140 || echo 0) && \
// RUN:   if [ $0 != 0 ]; then "$1/prog" $n -_condor_restart ../image; fi && \
// RUN:   cat read old shared twice' $s "$PWD" > out.$s && diff out.0 out.$s || \
// RUN:   exit 1; done; done
#include "ckpt_test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

static int expect(int file, const char *text) {
  char got[64] = "";
  ssize_t size = read(file, got, sizeof got - 1);
  return size == (ssize_t)strlen(text) && !strcmp(got, text);
}

static char *map(const char *name, int flags, int access) {
  int file = open(name, access);
  char *at = mmap(0, 4096, PROT_READ | (access == O_RDWR ? PROT_WRITE : 0),
                  flags, file, 0);
  CHECK(at != MAP_FAILED && !close(file));
  return at;
}

int main(void) {
  char four[4];
  int reader = open("read", O_RDONLY), old = open("old", O_RDONLY);
  int gone = open("gone", O_RDONLY), twice = open("twice", O_RDONLY);
  int directory = open("d", O_RDONLY | O_DIRECTORY);
  CHECK(read(reader, four, 4) == 4 && !chmod("read", 0640)); // copied up
  int writer = open("old", O_WRONLY | O_APPEND);
  CHECK(write(writer, "more\n", 5) == 5 && !unlink("gone"));
  int both = open("twice", O_WRONLY | O_APPEND);
  CHECK(write(both, "up\n", 3) == 3);
  char *private = map("private", MAP_PRIVATE, O_RDONLY);
  char *shared = map("shared", MAP_SHARED, O_RDWR);
  shared[0] = 'S';
  checkpoint();
  CHECK(expect(reader, ", as it was below\n"));
  CHECK(expect(old, "old, as it was below\nmore\n"));
  CHECK(expect(gone, "gone, as it was below\n"));
  CHECK(expect(twice, "twice, as it was below\nup\n"));
  CHECK(!memcmp(private, "private, as", 11) && !memcmp(shared, "Shared, a", 9));
  shared[1] = 'H';
  CHECK(write(writer, "end\n", 4) == 4 && write(both, "end\n", 4) == 4);
  CHECK(expect(old, "end\n") && expect(twice, "end\n"));
  int file = open("shared", O_RDONLY);
  CHECK(expect(file, "SHared, as it was below\n"));
  CHECK(!faccessat(directory, ".", R_OK, 0));
}
