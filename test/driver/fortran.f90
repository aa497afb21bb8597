! SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
! A Fortran program with open units of every access, read again after a restart.
! RUN: gcc -I %src/test/Inputs -c %S/Inputs/ask.c -o %t.o
! RUN: %job %s %t --build "gfortran -O2 %t.o" --at-least 8 --status 3 \
! RUN:   --files seq.txt,direct.bin,stream.bin,append.txt,seq.bin --stderr any
! REQUIRES: gfortran
program job
  implicit none
  integer :: i, k
  real(8) :: x, r(4)
  complex(16) :: z
  character(len=20) :: line
  integer, allocatable :: a(:)
  call random_init(.true., .true.)
  open(10, file='seq.txt', status='replace')
  open(11, file='direct.bin', access='direct', recl=32, status='replace', &
       form='unformatted')
  open(12, file='stream.bin', access='stream', status='replace', &
       form='unformatted')
  open(13, file='append.txt', position='append', status='unknown')
  open(14, file='seq.bin', form='unformatted', status='replace')
  allocate(a(1000))
  a = 0
  x = 0.1d0
  z = (1.0_16, 0.5_16)
  do i = 1, 6
    call random_number(r)
    write(10, '(i4,4f18.15)') i, r
    write(11, rec=7-i) r
    write(12, pos=1+8*(i-1)) x
    write(13, *) 'round', i
    write(14) i, r, x
    call ask()
    x = x * 3.7d0 * (1.0d0 - x)
    z = z * z / 3 + x
    a(i::7) = a(i::7) + i
    write(*, '(a,i2,3es24.16,i8)') 'at', i, x, real(z), aimag(z), sum(a)
  end do
  rewind(10)
  do i = 1, 3
    read(10, '(a)') line
    write(*, *) line
    if (i == 2) call ask()
  end do
  read(11, rec=3) r
  inquire(12, pos=k)
  write(*, *) r, k
  rewind(14)
  read(14) k
  call ask()
  read(14) k, r, x
  write(*, *) k, r, x
  stop 3
end program
