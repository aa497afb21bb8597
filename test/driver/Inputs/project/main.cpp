// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <iostream>
extern "C" int twice(int n);
int main() { std::cout << twice(21) << std::endl; }
