// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel writes the processor's number into libc's area for restartable
// sequences at any time.  It is told not to while an image is written, or the
// checksum of that page could be of other bytes: the number in the image is -1.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <elf.h>

extern const long __rseq_offset __attribute__((weak)); // none in an older libc

static int32_t in_image(uint64_t address) {
  FILE *image = fopen("image", "r");
  Elf64_Ehdr elf;
  Elf64_Phdr load;
  int32_t value = 0;
  CHECK(image && fread(&elf, sizeof elf, 1, image) == 1);
  for (int i = 0; i < elf.e_phnum; ++i) {
    CHECK(fread(&load, sizeof load, 1, image) == 1);
    if (load.p_type == PT_LOAD && address - load.p_vaddr < load.p_filesz)
      break;
  }
  CHECK(address - load.p_vaddr < load.p_filesz);
  long at = (long)(load.p_offset + (address - load.p_vaddr));
  CHECK(!fseek(image, at, SEEK_SET));
  CHECK(fread(&value, sizeof value, 1, image) == 1 && !fclose(image));
  return value;
}

int main(void) {
  char *thread;
  __asm__("mov %%fs:0, %0" : "=r"(thread));
  volatile int32_t *number = (int32_t *)(thread + 4);
  if (&__rseq_offset)
    number = (int32_t *)(thread + __rseq_offset + 4);
  int used = &__rseq_offset && *number >= 0;
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(!used || !request_signal() || in_image((uint64_t)number) == -1);
  }
  puts("good");
}
