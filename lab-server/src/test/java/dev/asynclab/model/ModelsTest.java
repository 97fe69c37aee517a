package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.asynclab.api.Catalogue;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The catalogue and the classes behind it are the same set, and each is held to the contract.
class ModelsTest {

    @Test
    void every_model_of_the_catalogue_is_a_class_of_its_own_and_every_model_class_is_in_the_catalogue()
            throws Exception {
        Map<String, String> classes = new TreeMap<>();
        for (Catalogue.Model model : Catalogue.models()) {
            try (var made = Models.create(model.id(), new Setup(Catalogue.defaults(model), 4, 2))) {
                classes.put(model.id(), made.getClass().getName());
            }
        }
        assertEquals(written(), new TreeSet<>(classes.values()));
        assertEquals(classes.size(), written().size(), classes::toString);
    }

    @Test
    void another_name_makes_no_model() {
        assertThrows(IllegalArgumentException.class, () -> Models.create("actor", new Setup(Map.of(), 4, 2)));
    }

    @Test
    void every_model_of_the_catalogue_is_held_to_the_contract() {
        Set<String> held = Variants.all().map(Variant::id).collect(Collectors.toSet());
        Catalogue.models().forEach(model -> assertTrue(held.contains(model.id()), model.id()));
    }

    private static Set<String> written() {
        return new ClassFileImporter()
                .importPath(Path.of("target/classes/dev/asynclab/model")).stream()
                        .filter(c -> c.getPackageName().equals("dev.asynclab.model"))
                        .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(c -> c.isAssignableTo(ConcurrencyModel.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
