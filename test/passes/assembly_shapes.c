// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every way to write the operands of the instruction: they stay what they are,
// with the byte to test behind them.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %each_llvm '{irpass} -O1 -masm=att -Rpass-missed=ckpt-syscalls %s 2>err | FileCheck %s && FileCheck --check-prefix=LEFT %s < err'
// RUN: %each_llvm 'for level in -O0 -O1 -O2 -O3; do {clang} $level -fpass-plugin={plugin} -c %s -o o; done'

// Six arguments in register variables, an output that is tied to the number.
// CHECK-LABEL: @six(
// CHECK: asm sideeffect "cmpb\09$$0, ${8:a}{{.*}}", "={ax},{di},{si},{dx},{r10},{r8},{r9},0,i,~{rcx},~{r11},~{memory},~{dirflag},~{fpsr},~{flags}"({{.*}}@__ckpt_dispatching)
long six(long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9), "0"(9L) : "rcx", "r11", "memory");
  return result;
}
// One in and out, an early clobber, clobbered registers as outputs, no memory.
// CHECK-LABEL: @in_out(
// CHECK: asm sideeffect "cmpb\09$$0, ${6:a}{{.*}}", "={ax},=&{di},={cx},={r11},0,1,i,~{dirflag},~{fpsr},~{flags}"
long in_out(long number, long a) {
  long rcx;
  register long r11 __asm__("r11");
  __asm__ volatile("syscall" : "+a"(number), "+&D"(a), "=c"(rcx), "=r"(r11));
  return number + rcx + r11 + a;
}
// Memory in and out; what is not named in the text has no place in it.
// CHECK-LABEL: @memory(
// CHECK: asm sideeffect "cmpb\09$$0, ${{[{][0-9]+}}:a}{{.*}}*m{{.*}},i,~{rcx},~{r11}
long memory(int fd, char (*to)[16]) {
  long result;
  __asm__ volatile("syscall\n" : "=a"(result), "=m"(*to) : "0"(0L), "D"(fd), "S"(to), "d"(16L), "m"(*to) : "rcx", "r11");
  return result;
}
// Named operands, a comment, Intel's dialect, no operands at all.
// CHECK-LABEL: @named(
// CHECK: asm sideeffect "cmpb\09$$0, ${2:a}
long named(void) {
  long pid;
  __asm__ volatile("syscall # getpid" : [pid] "=a"(pid) : [nr] "a"(39L) : "cc", "rcx", "r11", "memory");
  return pid;
}
// CHECK-LABEL: @bare(
// CHECK: asm sideeffect "cmpb\09$$0, ${0:a}{{.*}}cmpl\09$$15, %eax{{.*}}", "i,~{dirflag}
void bare(void) { __asm__ volatile("syscall"); }
// CHECK-LABEL: @left(
// CHECK-NOT: __ckpt_direct
// CHECK: ret
int left(void) {
  // LEFT: remark: syscall instruction is left to the trap: the assembly may go on elsewhere
  __asm__ goto("syscall" : : "a"(39L) : "rcx", "r11", "memory" : out);
  // LEFT: remark: assembly is left to the trap: it stands among other instructions
  __asm__ volatile("1: syscall; cmp $-4, %%rax; je 1b" : : "a"(39L) : "rcx", "r11");
  // LEFT: remark: int 0x80 is left to the trap
  __asm__ volatile("int $128" : : "a"(20) : "memory");
  return 1;
out:
  return 0;
}
// LEFT-NOT: remark
