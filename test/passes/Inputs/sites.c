// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>
void other(void);
ssize_t (*reads)(int, void *, size_t) = read;
static struct pollfd none;
int main(int argc, char **argv) {
  if (argc > 5 && write(1, "", 1) + reads(0, argv[0], 1) +
          syscall(SYS_dup, 1))
    poll(&none, 0, 1);
  if (argc > 9) asm volatile("int $0x80" : : "a"(20));
  if (argc > 7) other();
  return 0;
}
