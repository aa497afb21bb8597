/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Files: logs that grow, scratch files without a name, a directory that is
 * read, locks. */
#include "stress.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

/* One by stdio, one by O_APPEND. */
uint64_t log_part(int rounds) {
  FILE *text = fopen("stress.log", "w");
  int data = open("stress.data", O_WRONLY | O_CREAT | O_APPEND, 0666);
  uint64_t sum = 0;
  CHECK(text && data >= 0);
  for (int i = 0; i < rounds; ++i) {
    char line[200];
    int size = snprintf(line, sizeof line, "%d %0*d\n", i, 1 + i % 150, i);
    CHECK(fputs(line, text) >= 0);
    if (i % 5 == 0)
      CHECK(!fflush(text));
    CHECK(write(data, line, (size_t)size) == size);
    sum = mix(sum, (uint64_t)size);
  }
  CHECK(!fclose(text) && !close(data));
  return sum;
}

/* A file without a name, read and written at random places. */
uint64_t scratch_part(int rounds) {
  enum { kSize = 40000 };
  unsigned char *copy = calloc(kSize, 1);
  int fd = open("stress.scratch", O_RDWR | O_CREAT | O_EXCL, 0600);
  uint64_t sum = 0;
  CHECK(copy && fd >= 0 && !unlink("stress.scratch"));
  CHECK(!ftruncate(fd, kSize));
  for (int i = 0; i < rounds; ++i) {
    unsigned char data[300], back[300];
    off_t at = (off_t)(i * 2654435761u >> 5) % (kSize - 300);
    memset(data, i, sizeof data);
    CHECK(pread(fd, back, sizeof back, at) == sizeof back);
    CHECK(!memcmp(back, copy + at, sizeof back));
    CHECK(lseek(fd, at, SEEK_SET) == at);
    CHECK(write(fd, data, sizeof data) == sizeof data);
    memcpy(copy + at, data, sizeof data);
    CHECK(lseek(fd, 0, SEEK_CUR) == at + (off_t)sizeof data);
  }
  for (int i = 0; i < kSize; ++i)
    sum = mix(sum, copy[i]);
  free(copy);
  CHECK(!close(fd));
  return sum;
}

/* Every name is seen once, however the reading is cut. */
uint64_t directory_part(int rounds) {
  enum { kNames = 300 };
  char name[64];
  /* What was made after a checkpoint is still there at its restart. */
  CHECK(!mkdir("stress.names", 0777) || errno == EEXIST);
  for (int i = 0; i < kNames; ++i) {
    int fd;
    snprintf(name, sizeof name, "stress.names/%d", i);
    CHECK((fd = open(name, O_WRONLY | O_CREAT, 0666)) >= 0);
    CHECK(!close(fd));
  }
  for (int i = 0; i < rounds; ++i) {
    bool seen[kNames] = {false};
    int count = 0;
    DIR *directory = opendir("stress.names");
    CHECK(directory);
    for (struct dirent *e; (e = readdir(directory));) {
      if (e->d_name[0] == '.')
        continue;
      CHECK(!seen[atoi(e->d_name)]);
      seen[atoi(e->d_name)] = true;
      ++count;
    }
    CHECK(count == kNames && !closedir(directory));
  }
  return (uint64_t)rounds * kNames;
}

static bool may_lock(int fd, int command, short type, off_t start) {
  struct flock lock = {
      .l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = 10};
  if (!fcntl(fd, command, &lock))
    return true;
  CHECK(errno == EAGAIN || errno == EACCES);
  return false;
}

/* Locks of two descriptions of one file keep each other out. */
uint64_t lock_part(int rounds) {
  int a = open("stress.lock", O_RDWR | O_CREAT, 0666);
  int b = open("stress.lock", O_RDWR);
  CHECK(a >= 0 && b >= 0);
  CHECK(may_lock(a, F_SETLK, F_WRLCK, 1000));
  for (int i = 0; i < rounds; ++i) {
    int mine = i & 1 ? a : b, other = i & 1 ? b : a;
    CHECK(!flock(mine, LOCK_EX));
    CHECK(flock(other, LOCK_SH | LOCK_NB) == -1 && errno == EWOULDBLOCK);
    CHECK(may_lock(mine, F_OFD_SETLK, F_WRLCK, 0));
    CHECK(may_lock(other, F_OFD_SETLK, F_RDLCK, 20));
    CHECK(!may_lock(other, F_OFD_SETLK, F_RDLCK, 5));
    CHECK(!may_lock(mine, F_OFD_SETLK, F_WRLCK, 25));
    CHECK(!may_lock(mine, F_OFD_SETLK, F_RDLCK, 1005));
    CHECK(may_lock(mine, F_OFD_SETLK, F_UNLCK, 0));
    CHECK(may_lock(other, F_OFD_SETLK, F_UNLCK, 20));
    CHECK(!flock(mine, LOCK_UN));
  }
  CHECK(!close(a) && !close(b));
  return (uint64_t)rounds;
}
