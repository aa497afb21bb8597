/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* bits32: a 32-bit program without any library. */
static int call(int number, int a, int b, int c) {
  int result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c) : "memory");
  return result;
}

void _start(void) {
  static const char ready[] = "ready", go[] = "go", text[] = "good\n";
  struct {
    int seconds, nanoseconds;
  } time = {0, 5000000};
  call(6, call(5, (int)ready, 0101, 0644), 0, 0);
  while (call(33, (int)go, 0, 0))
    call(162, (int)&time, 0, 0);
  call(4, 1, (int)text, 5);
  call(1, 0, 0, 0);
}
