// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A -x in force, standard input as a source, and clang's "--".
// RUN: rm -rf %t && mkdir -p %t && cd %t && cp %s source
// RUN: %ckpt gcc -x c source -o prog && ./prog; test $? -eq 7
// RUN: %ckpt gcc -o prog -x c - < %s && ./prog; test $? -eq 7
// RUN: command -v clang || exit 0; \
// RUN:   %ckpt clang -o prog -- %s && ./prog; test $? -eq 7
int main(void) { return 7; }
