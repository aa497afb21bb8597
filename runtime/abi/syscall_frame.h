// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Offsets in struct CallFrame (syscall/frame.h), for assembly.
// Phase: any.
#pragma once

#define CKPT_CALL_NUMBER   48
#define CKPT_CALL_RBX      56
#define CKPT_CALL_OWN      64
#define CKPT_CALL_RESULT   120
#define CKPT_CALL_UNEXPLAINED 128
#define CKPT_CALL_DEADLINE 136
#define CKPT_CALL_WORK     144
#define CKPT_CALL_SIZE     512
#define CKPT_CALL_FLAGS    512
#define CKPT_CALL_RETURN   520
// From the frame's start to the program's stack pointer: behind the red zone.
#define CKPT_CALL_TO_PROGRAM 656

// Of the way without a trap: what it has on the stack while it makes the call
// itself, below the red zone.
#define CKPT_RED_ZONE      128
#define CKPT_DIRECT_RETURN 8
#define CKPT_DIRECT_SIZE   16

// What is to be done, as __ckpt_begin_call says it.
#define CKPT_CALL_DONE     0
#define CKPT_CALL_MAKE     1
#define CKPT_CALL_CLONE    2
#define CKPT_CALL_VFORK    3    // the result is where a copy of the frame is

// Words right below a new thread's stack pointer, in its red zone, where it
// finds what it goes on with: offsets from that pointer.
#define CKPT_CHILD_RETURN  -8
#define CKPT_CHILD_FLAGS   -16
#define CKPT_CHILD_RBX     -24
#define CKPT_CHILD_RDI     -32
#define CKPT_CHILD_RSI     -40
#define CKPT_CHILD_RDX     -48
#define CKPT_CHILD_R10     -56
#define CKPT_CHILD_R8      -64
#define CKPT_CHILD_R9      -72
#define CKPT_CHILD_MASK    -80
#define CKPT_CHILD_TABLE   -88
#define CKPT_CHILD_CLONE   -96
#define CKPT_CHILD_ALONE   -104

// What an `int 0x80` goes on with, at the stack pointer that its call is made with
// (syscall/old_call.cpp).
#define CKPT_OLD_RIP       0
#define CKPT_OLD_FLAGS     8
#define CKPT_OLD_RSP       16
#define CKPT_OLD_RCX       24
#define CKPT_OLD_R11       32
#define CKPT_OLD_RDI       40
#define CKPT_OLD_RSI       48
#define CKPT_OLD_RDX       56
#define CKPT_OLD_R10       64
#define CKPT_OLD_R8        72
#define CKPT_OLD_R9        80
#define CKPT_OLD_SIZE      128

// For the way without a trap: numbers below CKPT_CALL_SHAPES have one of these
// (syscall/shapes.h), and the table of descriptors (syscall/table.h) has its
// words first and their count here.
#define CKPT_CALL_SHAPES       335
#define CKPT_SHAPE_PLAIN       0
#define CKPT_SHAPE_DESCRIPTOR  1
#define CKPT_SHAPE_OTHER       2
#define CKPT_TABLE_SIZE        8
#define CKPT_REAL_BITS         0x0fffffff
