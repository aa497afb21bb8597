// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The restorer's bytes, for whoever copies them into the window.
        .section .rodata.ckpt_restorer, "a", @progbits
        .balign 16
        .hidden __ckpt_restorer_blob
        .globl  __ckpt_restorer_blob
__ckpt_restorer_blob:
        .incbin CKPT_RESTORER_BIN
        .hidden __ckpt_restorer_blob_end
        .globl  __ckpt_restorer_blob_end
__ckpt_restorer_blob_end:

#include "runtime/arch/x86_64/property_note.inc"
