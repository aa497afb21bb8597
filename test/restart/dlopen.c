// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A library opened with dlopen before the checkpoint, another call of dlopen
// and dlsym after it, and a library's own thread-local variable.
// RUN: %job %s %t --at-least 2 --modes pie,no-pie --library %S/Inputs/library.c
#include "ckpt_test.h"
#include <dlfcn.h>

int main(void) {
  void *library = dlopen("./lib.so", RTLD_NOW);
  CHECK(library);
  int (*count)(void) = (int (*)(void))dlsym(library, "library_count");
  CHECK(count && count() == 1);
  checkpoint();
  CHECK(count() == 2 && dlopen("./lib.so", RTLD_NOW) == library);
  CHECK((int (*)(void))dlsym(library, "library_count") == count);
  void *maths = dlopen("libm.so.6", RTLD_LAZY);
  CHECK(maths);
  double (*cosine)(double) = (double (*)(double))dlsym(maths, "cos");
  checkpoint();
  CHECK(cosine(0) == 1 && count() == 3);
  CHECK(!dlsym(library, "no_such_symbol") && strstr(dlerror(), "no_such"));
  CHECK(!dlclose(maths) && !dlclose(library) && !dlclose(library));
  puts("good");
}
