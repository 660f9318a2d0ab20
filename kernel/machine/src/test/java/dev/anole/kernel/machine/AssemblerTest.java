package dev.anole.kernel.machine;

import dev.anole.kernel.linux.Architecture;
import org.junit.jupiter.api.Test;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

import static dev.anole.kernel.machine.GeneralInstruction.ADD;
import static dev.anole.kernel.machine.GeneralInstruction.SUB;
import static dev.anole.kernel.machine.GeneralInstruction.XOR;
import static dev.anole.kernel.machine.Gpr.EAX;
import static dev.anole.kernel.machine.Gpr.RAX;
import static dev.anole.kernel.machine.Gpr.RDI;
import static dev.anole.kernel.machine.Gpr.RSI;
import static dev.anole.kernel.machine.Memory.at;
import static dev.anole.kernel.machine.Operand.imm;
import static dev.anole.kernel.machine.VectorRegister.xmm;
import static dev.anole.kernel.machine.VectorRegister.ymm;
import static dev.anole.kernel.machine.VectorRegister.zmm;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class AssemblerTest {
    @Test
    void loopsConstantsAndLocalCallsFindTheirLabels() throws Throwable {
        assumeTrue(Architecture.current() == Architecture.X86_64, "the code is for x86-64");
        Assembler a = new Assembler();
        Label start = new Label("start");
        Label constant = new Label("constant");
        Label addOne = new Label("addOne");
        a.bind(addOne);
        a.emit(ADD, RAX, at(RDI, 0));
        a.emit(ADD, RDI, imm(8));
        a.ret();
        a.align(16);
        a.bind(start);
        a.emit(XOR, EAX, EAX);
        Label loop = a.here("loop");
        a.call(addOne);
        a.emit(SUB, RSI, imm(1));
        a.jump(Condition.NOT_ZERO, loop);
        a.emit(ADD, RAX, at(constant));
        a.ret();
        a.bind(constant);
        a.data(1000L);
        try (ExecutablePages pages = ExecutablePages.seal(a.finish())) {
            MethodHandle sum = pages.function(start.position(), FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG));
            assertEquals(1006, (long) sum.invokeExact(MemorySegment.ofArray(new long[] {1, 2, 3}), 3L));
        }
    }

    @Test
    void aLabelThatIsNeverBoundIsNamed() {
        Assembler a = new Assembler();
        a.jump(new Label("nowhere"));
        assertEquals("the label nowhere is used and never bound",
                assertThrows(IllegalStateException.class, a::finish).getMessage());
    }

    @Test
    void whatHasNoEncodingIsRefused() {
        Assembler a = new Assembler();
        assertThrows(IllegalArgumentException.class, () -> a.emit(VectorInstruction.VPXOR, zmm(0), zmm(1), zmm(2)));
        assertThrows(IllegalArgumentException.class, () -> a.emit(VectorInstruction.VPXOR, ymm(0), ymm(1)));
        assertThrows(IllegalArgumentException.class, () -> a.emit(VectorInstruction.VPXOR, ymm(16), ymm(1), ymm(2)));
        assertThrows(IllegalArgumentException.class,
                () -> a.emit(VectorInstruction.VPSHUFB, zmm(0), zmm(1), at(RDI, 0).broadcasted()));
        assertThrows(IllegalArgumentException.class, () -> a.emit(VectorInstruction.VPROLD, xmm(0), xmm(1), imm(256)));
        assertThrows(IllegalArgumentException.class, () -> a.emit(GeneralInstruction.SHL, RAX, imm(64)));
        assertThrows(IllegalArgumentException.class, () -> a.emit(ADD, RAX, imm(1L << 40)));
    }
}
