package dev.anole.kernel.machine;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ProcessorFeatureTest {
    @Test
    void onlyWhatAllProcessorsOfferCounts() {
        assertEquals(Set.of(ProcessorFeature.AVX2), ProcessorFeature.parse(List.of(
                "processor\t: 0", "flags\t\t: fpu avx2 gfni avx512_vbmi2", "processor\t: 1", "flags\t\t: fpu avx2")));
    }

    @Test
    void aProcessorWithoutSuchAListOffersNothing() {
        assertEquals(Set.of(), ProcessorFeature.parse(List.of("processor\t: 0", "Features\t: fp asimd sm3 sm4")));
    }
}
