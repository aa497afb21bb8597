// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// For dlopen.c: state in .data and in a thread's storage.
static int data;
static __thread int own;
int library_count(void);
int library_count(void) {
  ++own;
  return ++data == own ? own : -1;
}
