// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// main in C or C++ calls Fortran that has a unit open; linked by gcc and g++.
// RUN: rm -rf %t && mkdir -p %t/in && cd %t/in
// RUN: gfortran -O2 -fPIC -c %S/Inputs/part.f90
// RUN: gcc -I %src/test/Inputs -c %S/Inputs/ask.c
// RUN: libraries="-lgfortran -lquadmath -lm"; \
// RUN: %job %s %t/out --at-least 4 --files unit.txt --stderr any \
// RUN:   --build "gcc $PWD/part.o $PWD/ask.o $libraries" \
// RUN:   --build "g++ $PWD/part.o $PWD/ask.o $libraries"
// REQUIRES: gfortran
#include <stdio.h>

#ifdef __cplusplus
extern "C"
#endif
    void add_(int *n, double *total);

int main(void) {
  double total = 0;
  for (int i = 1; i <= 4; ++i) {
    add_(&i, &total);
    printf("%d %.17g\n", i, total);
  }
  return 0;
}
