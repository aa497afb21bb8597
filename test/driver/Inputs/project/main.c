// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdio.h>
int twice(int n);
int main(void) { return printf("%d\n", twice(21)) < 0; }
