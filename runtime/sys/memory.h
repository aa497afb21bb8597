// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// memcpy and its kin, defined in memory.cpp for the freestanding code.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

extern "C" {
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
void *memmove(void *to, const void *from, size_t n);
int memcmp(const void *a, const void *b, size_t n);
}
