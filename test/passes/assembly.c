// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Inline assembly of one instruction: constraints and clobbers stay, the byte to
// test is one operand more.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %each_llvm '{irpass} -O1 -Rpass-missed=ckpt-syscalls %s 2>err | FileCheck %s && FileCheck --check-prefix=LEFT %s < err'

// CHECK-LABEL: @known(
// CHECK: asm sideeffect "cmpb\09$$0, ${4:a}\0A\09je\091f\0A\09.weak\09__ckpt_direct\0A\09leaq\092f(%rip), %rcx\0A\09jmpq\09*__ckpt_direct@GOTPCREL(%rip)\0A1:\09syscall\0A2:", "={ax},{di},{si},0,i,~{rcx},~{r11},~{memory},~{dirflag},~{fpsr},~{flags}"(i32 %0, {{.*}} %1, i64 1, {{(ptr|i8\*)}} @__ckpt_dispatching)
long known(int fd, char *to) {
  long result;
  asm volatile("  syscall\n\t" : "=a"(result) : "D"(fd), "S"(to), "0"(1L) : "rcx", "r11", "memory");
  return result;
}
// The number may be rt_sigreturn's, which needs its own instruction.
// CHECK-LABEL: @unknown(
// CHECK: asm sideeffect "cmpb\09$$0, ${2:a}\0A\09je\091f\0A\09cmpl\09$$15, %eax\0A\09je\091f
// CHECK-SAME: "={ax},0,i,~{rcx}
long unknown(long number) {
  asm volatile("syscall ; # of any number" : "+a"(number) : : "rcx", "r11");
  return number;
}
// CHECK-LABEL: @left(
// CHECK-NOT: __ckpt_direct
// CHECK: ret void
void left(void) {
  // LEFT: remark: syscall instruction is left to the trap: it returns from a signal's handler
  asm volatile("syscall" : : "a"(15L));
  // LEFT: remark: int 0x80 is left to the trap: a call of 32-bit programs
  asm volatile("int $0x80" : : "a"(20));
  // LEFT: remark: sysenter is left to the trap: a call of 32-bit programs
  asm volatile("sysenter" : : "a"(20));
  // LEFT: remark: assembly is left to the trap: it stands among other instructions
  asm volatile("mov $39, %%eax; syscall" : : : "rax", "rcx", "r11");
  asm volatile("# no syscall\n\tnop");
}
// LEFT-NOT: remark
